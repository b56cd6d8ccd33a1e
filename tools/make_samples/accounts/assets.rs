//! 公开10: vehicles and large equipment, in numbers.

use rust_decimal::Decimal;

use super::{Accounts, note};
use crate::grid::{Grid, Look, Shown, Span, Value};

pub const HEADS: [&str; 10] = [
    "车辆数合计（台、辆）",
    "副部（省）级及以上领导用车",
    "主要负责人用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部服务用车",
    "其他用车",
    "单价100万元（含）以上设备（不含车辆）（台、套）",
];

pub fn assets(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[[13.0; 9].as_slice(), &[18.0]].concat(), true);
    accounts.heading(&mut grid, "国有资产占用情况表", "公开10表", 9);
    // Counts have no unit of money.
    grid.say(2, Span(8, 9), "单位：台、辆、套", Look::Right);
    grid.regions.pop();
    let [vehicles @ .., _] = accounts.assets;
    let all: u16 = vehicles.iter().sum();
    for (column, (head, count)) in (0..).zip(HEADS.iter().zip([all].into_iter().chain(accounts.assets))) {
        grid.say(3, Span(column, column), head, Look::Head);
        grid.say(4, Span(column, column), &(column + 1).to_string(), Look::Cell);
        let value = if accounts.blank { Value::Blank } else { Value::Number(Decimal::from(count), Shown::General) };
        grid.put(5, column, value, Look::Cell).named(format!("asset.{column}"));
    }
    note(&mut grid, 6, 9, "注：本表反映本部门年末车辆和单价100万元（含）以上设备的数量。");
    grid
}
