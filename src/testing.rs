//! Sound forms and assertions, for tests only: a test starts from forms nothing is wrong with, changes one
//! cell, and says what the whole catalogue finds.

mod three_columns;

use std::path::PathBuf;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::check::{Checked, check};
use crate::finding::{Finding, Severity};
use crate::layout::Layouts;
use crate::profile::{Profile, Profiles};
use crate::read::{Address, Cell, Format, NumberFormat, Print, Sheet, Value, Workbook};
use crate::submission::{self, Known};

pub use three_columns::three_columns;

/// Sheets in memory: name, and cells by address.
#[derive(Clone)]
pub struct Filed {
    sheets: Vec<Sheet>,
    profile: Option<Arc<Profile>>,
    file: &'static str,
    /// The text of a report filed with it.
    report: Option<String>,
}

const PROJECT: &str = "
A1=项目支出绩效自评表; A2=（2023年度）
A3=项目名称; C3=公园养护; A4=主管部门; C4=园林局; F4=实施单位; G4=园林中心
A5=项目资金（万元）; D5=年初预算数; E5=全年预算数; F5=全年执行数; G5=分值; H5=执行率; I5=得分
C6=年度资金总额; D6=1000.00; E6=1000.00; F6=952.00; G6=10; H6=95.20%; I6=9.52
C7=其中：当年财政拨款; D7=800.00; E7=800.00; F7=760.00; G7=—; H7=95.00%; I7=—
C8=上年结转资金; D8=200.00; E8=200.00; F8=192.00; G8=—; H8=96.00%; I8=—
C9=其他资金
A10=年度总体目标; B10=预期目标; F10=实际完成情况; B11=养护全市公园; F11=已按计划养护
A12=一级指标; B12=二级指标; C12=三级指标; D12=年度指标值; E12=实际完成值; F12=分值; G12=得分; H12=偏差原因分析及改进措施
A13=产出指标（50分）; B13=数量指标; C13=修剪面积; D13=≥50公顷; E13=50公顷; F13=20; G13=20
B14=质量指标; C14=成活率; D14=≥95%; E14=96%; F14=20; G14=20
B15=成本指标; C15=养护单价; D15=≤90元; E15=100元; F15=10; G15=9; H15=人工价格上涨
A16=效益指标（30分）; B16=社会效益指标; C16=环境改善; D16=效果明显; E16=达成年度指标; F16=30; G16=30
A17=满意度指标（10分）; B17=服务对象满意度指标; C17=市民满意度; D17=≥90%; E17=95%; F17=10; G17=10
A18=总分; F18=100; G18=98.52
A19=自评等级; B19=优
";

const DEPARTMENT: &str = "
A1=部门整体支出绩效自评表; A2=（2023年度）; A3=部门名称; C3=园林局; I4=金额单位：万元
A5=预算执行情况（10分）; D5=年初预算数; E5=全年预算数; F5=全年执行数; G5=分值; H5=执行率; I5=得分
C6=年度资金总额; D6=500.00; E6=500.00; F6=450.00; G6=10; H6=90.00%; I6=9.00
C7=其中：基本支出; D7=300.00; E7=300.00; F7=280.00
C8=项目支出; D8=200.00; E8=200.00; F8=170.00
A9=年度总体目标; B9=预期目标; F9=实际完成情况; B10=做好园林管理; F10=已完成
A11=一级指标; B11=二级指标; C11=三级指标; D11=年度指标值; E11=实际完成值; F11=分值; G11=得分; H11=偏差原因分析及改进措施
A12=管理指标（20分）; B12=预算管理; C12=预算编制完整率; D12=≥95%; E12=100%; F12=20; G12=20
A13=产出指标（40分）; B13=数量指标; C13=新建绿地; D13=≥20处; E13=16处; F13=20; G13=16; H13=两处移交较晚
B14=成本指标; C14=平均维护费; D14=≤5万元; E14=6万元; F14=20; G14=16.67; H14=材料涨价
A15=效果指标（20分）; B15=社会效益; C15=环境质量; D15=明显改善; E15=部分达成年度指标并具有一定效果; F15=20; G15=15; H15=两处绿地移交较晚
A16=满意度指标（10分）; B16=服务对象满意度; C16=市民满意度; D16=≥90%; E16=92%; F16=10; G16=10
A17=总分; F17=100; G17=86.67
A18=自评等级; B18=良
";

const ACCOUNTS: [(&str, &str); 7] = [
    ("公开01", "
A1=收入支出决算总表; F1=公开01表; A2=部门：园林局; F2=金额单位：万元
A3=收入; D3=支出
A4=项目; B4=行次; C4=决算数; D4=项目; E4=行次; F4=决算数
A5=栏次; C5=1; D5=栏次; F5=2
A6=一、一般公共预算财政拨款收入; C6=440.00; D6=七、文化旅游体育与传媒支出
A7=五、事业收入; C7=10.00; D7=八、社会保障和就业支出; F7=50.00
A8=八、其他收入; C8=5.00; D8=十一、城乡社区支出; F8=400.00
A9=本年收入合计; C9=455.00; D9=本年支出合计; F9=450.00
A10=使用非财政拨款结余; D10=结余分配
A11=年初结转和结余; C11=20.00; D11=年末结转和结余; F11=25.00
A12=总计; C12=475.00; D12=总计; F12=475.00"),
    ("公开02", "
A1=收入决算表; A2=部门：园林局; I2=单位：万元
A3=项目; C3=本年收入合计; D3=财政拨款收入; E3=上级补助收入; F3=事业收入; G3=经营收入; H3=附属单位上缴收入; I3=其他收入
A4=功能分类科目编码; B4=科目名称
A5=合计; C5=455.00; D5=440.00; F5=10.00; I5=5.00
A6=208; B6=社会保障和就业支出; C6=50.00; D6=50.00
A7=212; B7=城乡社区支出; C7=405.00; D7=390.00; F7=10.00; I7=5.00"),
    ("公开03", "
A1=支出决算表; A2=部门：园林局; H2=单位：万元
A3=项目; C3=本年支出合计; D3=基本支出; E3=项目支出; F3=上缴上级支出; G3=经营支出; H3=对附属单位补助支出
A4=功能分类科目编码; B4=科目名称
A5=合计; C5=450.00; D5=280.00; E5=170.00
A6=208; B6=社会保障和就业支出; C6=50.00; D6=50.00
A7=20805; B7=行政事业单位养老支出; C7=50.00; D7=50.00
A8=2080505; B8=基本养老保险缴费支出; C8=50.00; D8=50.00
A9=212; B9=城乡社区支出; C9=400.00; D9=230.00; E9=170.00
A10=21205; B10=城乡社区环境卫生; C10=400.00; D10=230.00; E10=170.00"),
    ("公开04", "
A1=财政拨款收入支出决算总表; A2=部门：园林局; G2=单位：万元
A3=收入; C3=支出
A4=项目; B4=决算数; C4=项目; D4=合计; E4=一般公共预算财政拨款; F4=政府性基金预算财政拨款; G4=国有资本经营预算财政拨款
A5=一、一般公共预算财政拨款; B5=440.00; C5=八、社会保障和就业支出; D5=50.00; E5=50.00
A6=二、政府性基金预算财政拨款; C6=十一、城乡社区支出; D6=385.00; E6=385.00
A7=本年收入合计; B7=440.00; C7=本年支出合计; D7=435.00; E7=435.00"),
    ("公开05", "
A1=一般公共预算财政拨款支出决算表; A2=部门：园林局; E2=单位：万元
A3=项目; C3=本年支出合计; D3=基本支出; E3=项目支出
A4=功能分类科目编码; B4=科目名称
A5=合计; C5=435.00; D5=270.00; E5=165.00
A6=208; B6=社会保障和就业支出; C6=50.00; D6=50.00
A7=212; B7=城乡社区支出; C7=385.00; D7=220.00; E7=165.00"),
    ("公开06", "
A1=一般公共预算财政拨款基本支出决算表; A2=部门：园林局; I2=单位：万元
A3=科目编码; B3=科目名称; C3=决算数; D3=科目编码; E3=科目名称; F3=决算数; G3=科目编码; H3=科目名称; I3=决算数
A4=301; B4=工资福利支出; C4=200.00; D4=302; E4=商品和服务支出; F4=40.00; G4=310; H4=资本性支出; I4=20.00
A5=30101; B5=基本工资; C5=120.00; D5=30201; E5=办公费; F5=30.00; G5=31002; H5=办公设备购置; I5=20.00
A6=30102; B6=津贴补贴; C6=80.00; D6=30211; E6=差旅费; F6=10.00
A7=303; B7=对个人和家庭的补助; C7=10.00
A8=30302; B8=退休费; C8=10.00
A9=人员经费合计; C9=210.00; D9=公用经费合计; I9=60.00"),
    ("公开09", "
A1=财政拨款“三公”经费支出决算表; A2=部门：园林局; L2=单位：万元
A3=预算数; G3=决算数
A4=合计; B4=因公出国（境）费; C4=公务用车购置及运行维护费; F4=公务接待费; G4=合计; H4=因公出国（境）费; I4=公务用车购置及运行维护费; L4=公务接待费
C5=小计; D5=公务用车购置费; E5=公务用车运行维护费; I5=小计; J5=公务用车购置费; K5=公务用车运行维护费
A7=32.00; C7=30.00; D7=18.00; E7=12.00; F7=2.00; G7=30.00; I7=29.00; J7=18.00; K7=11.00; L7=1.00"),
];

/// A project form without fault.
pub fn sound_form() -> Filed {
    Filed::of(vec![sheet("自评表", PROJECT)])
}

/// A department form without fault.
pub fn sound_department() -> Filed {
    Filed::of(vec![sheet("整体自评表", DEPARTMENT)])
}

/// A department form and the accounts that go with it, without fault.
pub fn sound_submission() -> Filed {
    let mut sheets = vec![sheet("整体自评表", DEPARTMENT)];
    sheets.extend(ACCOUNTS.iter().map(|(name, cells)| sheet(name, cells)));
    Filed::of(sheets)
}

/// A sheet from text: `A1=text; B1=12.30`. A plain number is a number with its digits as format, the rest is text.
pub fn sheet(name: &str, cells: &str) -> Sheet {
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    for assignment in cells.split(['\n', ';']) {
        if let Some((cell, value)) = assignment.trim().split_once('=') {
            put(&mut sheet, cell, value);
        }
    }
    sheet
}

/// The address of a cell name such as `AB12`.
pub fn address(name: &str) -> Address {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = name[letters.len()..].parse().expect("a row number");
    Address::new(row - 1, column - 1)
}

fn put(sheet: &mut Sheet, cell: &str, value: &str) {
    let number = value.parse::<Decimal>().ok();
    let format = number.map(|number| NumberFormat::fixed(number.scale(), false)).unwrap_or_default();
    let is_error = value.starts_with('#');
    let value = match number {
        Some(number) => Value::Number(number),
        None if is_error => Value::Error(value.to_string()),
        None => Value::Text(value.to_string()),
    };
    sheet.cells.insert(address(cell), Cell { value, formula: None, format, recalculated: None, unverified: false });
}

impl Filed {
    /// The same with one cell changed; an empty text empties it. `公开03!C5` names another sheet than the first.
    pub fn with(mut self, cell: &str, value: &str) -> Filed {
        let (name, cell) = cell.split_once('!').unwrap_or(("", cell));
        let sheet = self.sheets.iter_mut().find(|sheet| name.is_empty() || &*sheet.name == name).expect("the sheet");
        sheet.cells.remove(&address(cell));
        if !value.is_empty() {
            put(sheet, cell, value);
        }
        self
    }

    /// The same, checked by a profile of one's own: lines of its TOML.
    pub fn by_profile(mut self, lines: &str) -> Filed {
        let text = format!("id = \"own\"\nname = \"自定\"\n{lines}");
        self.profile = Some(Arc::new(Profile::parse(&text).expect("a sound profile").named()));
        self
    }

    /// The same with a formula behind a cell, and what it gives when calculated anew.
    pub fn with_formula(mut self, cell: &str, formula: &str, result: &str) -> Filed {
        let cell = self.sheets[0].cells.get_mut(&address(cell)).expect("the cell");
        cell.formula = Some(formula.to_string());
        cell.recalculated = result.parse().ok();
        self
    }

    /// The same in a file of this name.
    pub fn named(self, file: &'static str) -> Filed {
        Filed { file, ..self }
    }

    /// The same with another sheet.
    pub fn and(mut self, name: &str, other: &Filed) -> Filed {
        self.sheets.push(Sheet { name: name.into(), ..other.sheets[0].clone() });
        self
    }

    /// The same without one of its sheets.
    pub fn without(mut self, name: &str) -> Filed {
        self.sheets.retain(|sheet| &*sheet.name != name);
        self
    }

    /// The same with the sheet changed in any way.
    pub fn changed(mut self, change: impl FnOnce(&mut Sheet)) -> Filed {
        change(&mut self.sheets[0]);
        self
    }

    /// The same with another sheet changed in any way.
    pub fn on(mut self, name: &str, change: impl FnOnce(&mut Sheet)) -> Filed {
        change(self.sheets.iter_mut().find(|sheet| &*sheet.name == name).expect("the sheet"));
        self
    }

    /// The same with a report beside it.
    pub fn reporting(mut self, text: &str) -> Filed {
        self.report = Some(text.to_string());
        self
    }

    /// Sheets of one's own.
    pub fn of(sheets: Vec<Sheet>) -> Filed {
        Filed { sheets, profile: None, file: "表.xlsx", report: None }
    }

    /// The cells of the first sheet.
    pub fn into_cells(self) -> std::collections::BTreeMap<Address, Cell> {
        self.sheets.into_iter().next().map(|sheet| sheet.cells).unwrap_or_default()
    }

    /// What the whole catalogue finds.
    pub fn checked(self) -> Checked {
        let layouts = Layouts::embedded().expect("embedded templates");
        let workbook = Workbook {
            file: self.file.into(),
            path: PathBuf::from(self.file),
            print: Print::default(),
            format: Format::Xlsx,
            sheets: self.sheets,
        };
        let profiles = Profiles::load(&[]).expect("embedded profiles");
        let mut submission = submission::of_workbook(workbook, Known { layouts: &layouts, profiles: &profiles });
        submission.reports.extend(self.report.map(|text| Arc::new(crate::report::of_text("报告.txt", &text))));
        if let Some(profile) = self.profile {
            submission.profile = profile.clone();
            submission.forms.iter_mut().for_each(|form| form.profile = profile.clone());
        }
        check(submission)
    }

    /// Asserts that exactly these rules fire at these cells, notes left out: `P-103 H6`, `A-303 公开03!C5`.
    #[track_caller]
    pub fn finds(self, expected: &[&str]) -> Checked {
        let first = self.sheets[0].name.clone();
        let checked = self.checked();
        let name = |finding: &Finding| {
            let sheet = if finding.place.sheet == first { String::new() } else { format!("{}!", finding.place.sheet) };
            format!("{} {sheet}{}", finding.rule, finding.place.cell_name())
        };
        let found: Vec<String> =
            checked.findings.iter().filter(|finding| finding.severity > Severity::Note).map(name).collect();
        assert_eq!(
            found,
            expected,
            "{:#?}",
            checked.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>()
        );
        checked
    }
}

impl Checked {
    /// The only finding of a rule.
    #[track_caller]
    pub fn finding(&self, rule: &str) -> &Finding {
        let found: Vec<&Finding> = self.findings.iter().filter(|finding| finding.rule == rule).collect();
        assert_eq!(found.len(), 1, "{rule} is found once");
        found[0]
    }

    /// Asserts what a rule expects at its only finding.
    #[track_caller]
    pub fn expecting(&self, rule: &str, expected: &str) -> &Checked {
        assert_eq!(self.finding(rule).expected.as_deref(), Some(expected));
        self
    }
}

/// The notes about indicators: rule and cell.
pub fn notes(checked: &Checked) -> Vec<String> {
    let notes = checked.findings.iter().filter(|finding| finding.severity == Severity::Note);
    notes.map(|finding| format!("{} {}", finding.rule, finding.place.cell_name())).collect()
}
