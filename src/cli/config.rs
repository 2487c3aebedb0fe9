//! `factlint config show`: the settings that hold, and where each comes from.

use std::fmt::Write as _;

use serde::Serialize;

use super::check::current_directory;
use super::{CliError, Exit, print, print_json, read_file, tell};
use crate::config::{BASELINE_NAMES, IGNORE_NAMES, NAMES, ShownSetting, read_config, settings};
use crate::git::Repository;
use crate::source::{LineIndex, SourceId};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint config show\n  factlint config show --origin     with the line of each setting"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print every setting of the work tree
    #[command(after_help = "Examples:\n  factlint config show --origin\n  factlint config show --format json")]
    Show {
        /// Tell for each setting which line of which file sets it
        #[arg(long)]
        origin: bool,
        /// How they are written
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let Action::Show { origin, format } = &arguments.action;
    let repository = Repository::discover(&current_directory()?)?;
    let top = repository.work_tree().ok_or_else(|| {
        CliError::Usage("a bare repository has no work tree whose settings could be shown".to_owned())
    })?;
    let mut found = None;
    for name in NAMES {
        if let Some(text) = read_file(&top.join(name))? {
            found = Some((name, text));
            break;
        }
    }
    let (name, text) = found.unwrap_or(("", String::new()));
    let (_, mistakes) = read_config(SourceId::BUILT_IN, &text, env!("CARGO_PKG_VERSION"));
    for mistake in &mistakes {
        let at = LineIndex::new(&text).position(&text, mistake.claim.label.location.span.start);
        tell(&format!("{name}:{}: {}: {}", at.line, mistake.message, mistake.help));
    }
    let shown = settings(&text);
    match format {
        Format::Json => {
            let whole = WholeJson {
                schema: 1,
                file: Some(name).filter(|name| !name.is_empty()),
                settings: shown.iter().map(SettingJson::from).collect(),
            };
            print_json(&whole)?;
        }
        Format::Human => {
            let mut out = String::new();
            for setting in &shown {
                let from = match (origin, setting.line) {
                    (false, _) => String::new(),
                    (true, Some(line)) => format!("  # {name}:{line}"),
                    (true, None) => "  # default".to_owned(),
                };
                let _ = writeln!(out, "{} = {}{from}", setting.key, setting.value);
            }
            for beside in IGNORE_NAMES.iter().chain(&BASELINE_NAMES) {
                if top.join(beside).exists() {
                    let _ = writeln!(out, "# and {beside}");
                }
            }
            print(&out)?;
        }
    }
    Ok(match mistakes.is_empty() {
        true => Exit::Clean,
        false => Exit::Incomplete,
    })
}

#[derive(Serialize)]
struct WholeJson<'s> {
    schema: u32,
    file: Option<&'s str>,
    settings: Vec<SettingJson<'s>>,
}

#[derive(Serialize)]
struct SettingJson<'s> {
    key: &'s str,
    value: &'s str,
    line: Option<usize>,
}

impl<'s> From<&'s ShownSetting> for SettingJson<'s> {
    fn from(setting: &'s ShownSetting) -> Self {
        Self {
            key: setting.key,
            value: &setting.value,
            line: setting.line,
        }
    }
}
