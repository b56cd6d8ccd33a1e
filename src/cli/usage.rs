//! Help and complaints about usage, in Chinese.

use clap::{CommandFactory, FromArgMatches};

use crate::cli::Cli;

const HELP: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// The command line with every heading in Chinese.
pub fn command() -> clap::Command {
    in_chinese(Cli::command())
}

fn in_chinese(command: clap::Command) -> clap::Command {
    let heading = |argument: clap::Arg| {
        let heading = if argument.is_positional() { "参数" } else { "选项" };
        argument.help_heading(heading)
    };
    let command = command.help_template(HELP).subcommand_help_heading("命令").mut_args(heading);
    command.mut_subcommands(in_chinese)
}

/// Reads the command line; the error is clap's own, for [`usage_message`].
pub fn parse() -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&command().try_get_matches()?)
}

/// Help or version as users read it.
pub fn help_message(help: &clap::Error) -> String {
    help.to_string().replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>")
}

/// What clap says of wrong usage, in Chinese.
pub fn usage_message(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ErrorKind};
    let of = |kind| error.get(kind).map(|value| value.to_string()).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument.replace('\n', "、")),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let allowed = of(ContextKind::ValidValue);
            let hint = if allowed.is_empty() { String::new() } else { format!("，可用：{allowed}") };
            format!("{argument} 的值「{}」不对{hint}", of(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => format!("{argument} 重复或与其他选项冲突"),
        _ => "没有给出命令".to_string(),
    };
    format!("用法有误：{what}\n用 ziping --help 或 ziping <命令> --help 查看用法")
}
