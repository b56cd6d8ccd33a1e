//! What departments write: names of things done, units, texts.

/// A thing that is counted: name and unit.
pub const COUNTS: [(&str, &str); 8] = [
    ("修缮老旧小区数量", "个"),
    ("举办业务培训", "期"),
    ("培训基层人员", "人次"),
    ("清淤河道长度", "公里"),
    ("购置应急设备", "台"),
    ("开展专项检查", "次"),
    ("新建文化驿站", "处"),
    ("补助困难学生人数", "人"),
];

pub const SHARES: [&str; 6] =
    ["工程验收合格率", "补助资金到位率", "设备正常运转率", "任务按期办结率", "服务覆盖率", "政策知晓率"];

/// What should stay small: name and unit.
pub const COSTS: [(&str, &str); 5] = [
    ("单位面积养护成本", "元"),
    ("项目总成本", "万元"),
    ("人均培训成本", "元"),
    ("设备购置单价", "万元"),
    ("户均补助标准", "元"),
];

/// The names say that little is wanted, whatever their level (「时间」).
pub const DAYS: [(&str, &str); 2] = [("审批平均办理时间", "天"), ("故障平均响应时间", "小时")];

pub const INCOMES: [&str; 3] = ["带动产业增收", "拉动社会投资", "节约财政资金"];

/// Name and target in words.
pub const QUALITIES: [(&str, &str); 6] = [
    ("人居环境改善情况", "明显改善"),
    ("公共服务水平", "有效提升"),
    ("长效管护机制", "健全"),
    ("对生态环境的影响", "无负面影响"),
    ("居民幸福感", "持续增强"),
    ("内部控制制度", "完善"),
];

pub const SATISFACTIONS: [&str; 4] = ["服务对象满意度", "受益群众满意度", "参训人员满意度", "社会公众满意度"];

pub const DEADLINES: [&str; 3] = ["项目完工时限", "资金拨付完成时间", "方案印发日期"];

pub const REASONS: [&str; 5] = [
    "受持续降雨影响，部分工程延期，已督促施工单位加快进度",
    "部分对象外出务工未能参加，下年度改为线上开展",
    "材料价格上涨，今后将提前询价",
    "年初指标设置不够精准，下年度合理设定",
    "个别单位配合不够及时，已建立联席会议制度",
];

/// What stands in the column of reasons where there is nothing to explain.
pub const NO_REASONS: [&str; 6] = ["", "", "", "无", "/", "—"];

pub const PROJECTS: [&str; 5] =
    ["农村公路养护", "城区老旧小区改造", "基层文化惠民", "职业技能提升培训", "河道综合整治"];

pub const UNITS: [&str; 4] = ["临江县交通运输局", "清河市文化服务中心", "东山区住房保障中心", "北岭县水利局"];

pub const GOALS: [&str; 3] = [
    "按计划完成年度任务，持续改善服务条件，不断提高群众满意度。",
    "完成年度建设和维护任务，\n保障设施安全运行。",
    "保障机构正常运转，完成县委、县政府交办的各项重点工作。",
];

pub const OUTCOMES: [&str; 3] = [
    "年度任务基本完成，服务条件进一步改善。",
    "建设和维护任务已完成，设施运行平稳。",
    "机构运转正常，各项重点工作有序推进。",
];
