//! The columns that forms have: what they hold, and what they are called.

use serde::{Deserialize, Serialize};

/// What a column of a form holds. The words are those of the facts table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 项目: the row's name in accounts tables.
    Item,
    /// 科目编码
    Code,
    /// 科目名称
    Name,
    /// 行次, a number that is no figure.
    Line,
    /// 一级指标
    FirstLevel,
    /// 权重 of the first level, in a column of its own
    FirstWeight,
    /// 二级指标
    SecondLevel,
    /// 权重 of the second level, in a column of its own
    SecondWeight,
    /// 三级指标
    ThirdLevel,
    /// 指标性质: which way the target points, `≥` or 定性.
    Direction,
    /// 度量单位
    MeasuringUnit,
    /// 年度指标值
    Target,
    /// 调整指标值: takes the place of the target where it is stated.
    AdjustedTarget,
    /// 实际完成值
    Actual,
    /// 偏差原因分析及改进措施
    Reason,
    /// 是否核心指标
    Core,
    /// 得分系数
    Coefficient,
    /// 扣分
    Deduction,
    /// 年初预算数
    OriginalBudget,
    /// 调整数: what was added to the original budget, or taken away
    Adjustment,
    /// 全年预算数
    FinalBudget,
    /// 全年执行数
    Executed,
    /// 执行率
    Rate,
    /// 分值
    Weight,
    /// 得分
    Score,
    /// 数量: how many there are, in tables that list assets one under another.
    Quantity,
    /// 决算数, 金额: the one amount of a row.
    Amount,
    /// 合计
    Total,
    /// 财政拨款收入
    Appropriation,
    /// 上级补助收入
    FromSuperior,
    /// 事业收入
    Business,
    /// 经营收入
    OperatingIncome,
    /// 附属单位上缴收入
    FromSubsidiary,
    /// 其他收入
    OtherIncome,
    /// 基本支出
    Basic,
    /// 项目支出
    Project,
    /// 上缴上级支出
    ToSuperior,
    /// 经营支出
    OperatingExpense,
    /// 对附属单位补助支出
    ToSubsidiary,
    /// 一般公共预算财政拨款
    GeneralPublic,
    /// 政府性基金预算财政拨款
    GovernmentFund,
    /// 国有资本经营预算财政拨款
    StateCapital,
    /// 因公出国（境）费
    Abroad,
    /// 公务用车购置及运行维护费 小计
    Vehicles,
    /// 公务用车购置费
    VehiclePurchase,
    /// 公务用车运行维护费
    VehicleRunning,
    /// 公务接待费
    Reception,
    /// 年初结转和结余
    Opening,
    /// 本年收入
    Income,
    /// 年末结转和结余
    Closing,
    /// 上年数, beside the amount of the year
    PreviousYear,
    /// 增减额
    Increase,
    /// 增减率
    IncreaseRate,
    /// 车辆数合计
    VehicleCount,
    /// 副部（省）级及以上领导用车
    MinisterVehicles,
    /// 主要领导干部用车
    LeaderVehicles,
    /// 机要通信用车
    ConfidentialVehicles,
    /// 应急保障用车
    EmergencyVehicles,
    /// 执法执勤用车
    EnforcementVehicles,
    /// 特种专业技术用车
    SpecialVehicles,
    /// 离退休干部用车
    RetireeVehicles,
    /// 其他用车
    OtherVehicles,
    /// 单价50万元（含）以上通用设备
    GeneralEquipment,
    /// 单价100万元（含）以上专用设备
    SpecialEquipment,
    /// 单价100万元（含）以上设备（不含车辆）
    Equipment,
}

/// What kind of figure a column holds, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Money in the form's unit.
    Amount,
    /// A percentage.
    Percent,
    /// Points with digits.
    Score,
    /// Points that stand for themselves only.
    Weight,
    /// Things counted, such as vehicles.
    Count,
}

impl Measure {
    /// What kind of figure the column holds.
    pub fn kind(self) -> ColumnKind {
        use Measure::*;
        match self {
            Item | Code | Name | Line | FirstLevel | SecondLevel | ThirdLevel | Direction | MeasuringUnit | Target
            | AdjustedTarget | Actual | Reason | Core => ColumnKind::Text,
            Rate | Coefficient | IncreaseRate => ColumnKind::Percent,
            Score | Deduction => ColumnKind::Score,
            Weight | FirstWeight | SecondWeight => ColumnKind::Weight,
            Quantity | VehicleCount | MinisterVehicles | LeaderVehicles | ConfidentialVehicles | EmergencyVehicles
            | EnforcementVehicles | SpecialVehicles | RetireeVehicles | OtherVehicles | GeneralEquipment
            | SpecialEquipment | Equipment => ColumnKind::Count,
            _ => ColumnKind::Amount,
        }
    }

    /// As users read it.
    #[expect(clippy::too_many_lines, reason = "a list, one line a column")]
    pub fn name(self) -> &'static str {
        use Measure::*;
        match self {
            Item => "项目",
            Code => "科目编码",
            Name => "科目名称",
            Line => "行次",
            FirstLevel => "一级指标",
            FirstWeight => "一级指标权重",
            SecondLevel => "二级指标",
            SecondWeight => "二级指标权重",
            ThirdLevel => "三级指标",
            Direction => "指标性质",
            MeasuringUnit => "度量单位",
            Target => "年度指标值",
            AdjustedTarget => "调整指标值",
            Actual => "实际完成值",
            Reason => "偏差原因分析及改进措施",
            Core => "是否核心指标",
            Coefficient => "得分系数",
            Deduction => "扣分",
            OriginalBudget => "年初预算数",
            Adjustment => "调整数",
            FinalBudget => "全年预算数",
            Executed => "全年执行数",
            Rate => "执行率",
            Weight => "分值",
            Score => "得分",
            Quantity => "数量",
            Amount => "决算数",
            Total => "合计",
            Appropriation => "财政拨款收入",
            FromSuperior => "上级补助收入",
            Business => "事业收入",
            OperatingIncome => "经营收入",
            FromSubsidiary => "附属单位上缴收入",
            OtherIncome => "其他收入",
            Basic => "基本支出",
            Project => "项目支出",
            ToSuperior => "上缴上级支出",
            OperatingExpense => "经营支出",
            ToSubsidiary => "对附属单位补助支出",
            GeneralPublic => "一般公共预算财政拨款",
            GovernmentFund => "政府性基金预算财政拨款",
            StateCapital => "国有资本经营预算财政拨款",
            Abroad => "因公出国（境）费",
            Vehicles => "公务用车购置及运行维护费",
            VehiclePurchase => "公务用车购置费",
            VehicleRunning => "公务用车运行维护费",
            Reception => "公务接待费",
            Opening => "年初结转和结余",
            Income => "本年收入",
            Closing => "年末结转和结余",
            PreviousYear => "上年数",
            Increase => "增减额",
            IncreaseRate => "增减率",
            VehicleCount => "车辆数合计",
            MinisterVehicles => "副部（省）级及以上领导用车",
            LeaderVehicles => "主要领导干部用车",
            ConfidentialVehicles => "机要通信用车",
            EmergencyVehicles => "应急保障用车",
            EnforcementVehicles => "执法执勤用车",
            SpecialVehicles => "特种专业技术用车",
            RetireeVehicles => "离退休干部用车",
            OtherVehicles => "其他用车",
            GeneralEquipment => "单价50万元（含）以上通用设备",
            SpecialEquipment => "单价100万元（含）以上专用设备",
            Equipment => "单价100万元（含）以上设备（不含车辆）",
        }
    }

    /// As programs read it, in facts and JSON.
    pub fn code(self) -> String {
        let mut code = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !code.is_empty() {
                code.push('_');
            }
            code.extend(c.to_lowercase());
        }
        code
    }
}
