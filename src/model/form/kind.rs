//! The kinds of forms: project, department, accounts.

use serde::{Deserialize, Serialize};

/// What a form is about; decides which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// 项目支出绩效自评表
    Project,
    /// 部门整体支出绩效自评表
    Department,
    /// 部门决算公开表
    Accounts,
}

impl FormKind {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            FormKind::Project => "project",
            FormKind::Department => "department",
            FormKind::Accounts => "accounts",
        }
    }

    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            FormKind::Project => "项目自评表",
            FormKind::Department => "部门整体自评表",
            FormKind::Accounts => "决算公开表",
        }
    }
}
