//! A form with direction, value and unit in columns of their own, for tests only.

use crate::check::Checked;
use crate::finding::Severity;
use crate::testing::{Filed, sheet};

const THREE_COLUMNS: &str = "
A1=2023年度省级部门项目支出绩效自评表; J2=单位：万元
A3=项目名称; B3=渔港维护; A4=主管部门及代码; B4=渔业局（012）; F4=实施单位; G4=渔港站
A5=预算执行情况（10分）; C5=年初预算; D5=调整后预算数; E5=预算执行数; F5=预算执行率; G5=权重; H5=得分
B6=总额; C6=100.00; D6=100.00; E6=95.00; F6=95.00%; G6=10; H6=9.50
B7=其中：财政资金; C7=100.00; D7=100.00; E7=95.00
A8=年度总体目标; B8=预期目标; F8=实际完成情况; B9=维护渔港; F9=已维护
A10=一级指标; B10=二级指标; C10=三级指标; D10=指标性质; E10=指标值; F10=度量单位; G10=完成值; H10=权重; I10=得分; J10=未完成原因分析
A11=产出指标; B11=数量指标; C11=维护泊位; D11=≥; E11=50; F11=个; G11=40; H11=20; I11=16; J11=台风影响
B12=质量指标; C12=验收合格率; D12=＝; E12=100; F12=%; G12=100; H12=10; I12=10
B13=成本指标; C13=项目总成本; D13=≤; E13=100; F13=万元; G13=95.00; H13=20; I13=20
A14=效益指标; B14=社会效益指标; C14=渔民避风; D14=定性; E14=有保障; F14=—; G14=达成年度指标; H14=30; I14=30
A15=满意度指标; B15=满意度指标; C15=渔民满意度; D15=≥; E15=90; F15=%; G15=95; H15=10; I15=10
A16=总分; H16=100; I16=95.50
";

/// The form without fault.
pub fn three_columns() -> Filed {
    Filed::of(vec![sheet("自评表", THREE_COLUMNS)])
}

/// The notes about indicators: rule and cell.
pub fn notes(checked: &Checked) -> Vec<String> {
    let notes = checked.findings.iter().filter(|finding| finding.severity == Severity::Note);
    notes.map(|finding| format!("{} {}", finding.rule, finding.place.cell_name())).collect()
}
