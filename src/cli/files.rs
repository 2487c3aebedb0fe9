//! `factlint files`: what is read, and why.

use std::fmt::Write;
use std::path::PathBuf;

use super::check::{current_directory, repo_paths};
use super::{CliError, Exit, print, tell};
use crate::check::{FileReason, files};
use crate::config::Setting;
use crate::git::Repository;
use crate::source::Sources;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint files                     what is read\n  factlint files --why               every file, and which setting decided\n  factlint files --why drafts/a.md"
)]
pub(super) struct Arguments {
    /// Tell for each path, read or not, which setting decided
    #[arg(long)]
    why: bool,
    /// Files or folders; all when none is given
    paths: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let asked = repo_paths(&repository, &here, &arguments.paths)?;
    let mut sources = Sources::new();
    let (files, mistakes) = files(&repository, &asked, &mut sources)?;
    for mistake in &mistakes {
        let path = &sources.get(mistake.claim.label.location.source).path;
        tell(&format!("{path}: {}", mistake.message));
    }
    let mut out = String::new();
    for file in &files {
        if arguments.why {
            let _ = writeln!(out, "{}: {}", file.path, why(file));
        } else if file.reason.is_read() {
            let _ = writeln!(out, "{}", file.path);
        }
    }
    print(&out)?;
    Ok(if !mistakes.is_empty() {
        Exit::Incomplete
    } else if files.iter().any(|file| file.reason.is_read()) {
        Exit::Clean
    } else {
        Exit::NothingToRead
    })
}

fn why(file: &FileReason) -> String {
    let pattern = &file.reason.pattern;
    let mut why = match file.reason.setting {
        Setting::Include => format!("article (`include` has \"{pattern}\")"),
        Setting::DefaultInclude => format!("article (\"{pattern}\" is read by default)"),
        Setting::Source => format!("data (a `[[source]]` has \"{pattern}\")"),
        Setting::NotIncluded => return "not read (no pattern includes it)".to_owned(),
        Setting::Exclude => return format!("not read (`exclude` has \"{pattern}\")"),
        Setting::Generated => {
            return "not read (.gitattributes marks it as generated; name it in `include` to read it)".to_owned();
        }
        Setting::DefaultExclude => {
            return format!("not read (\"{pattern}\" is left out by default; name it in `include` to read it)");
        }
    };
    if let (false, Some(pattern)) = (file.establishes, &file.establishing) {
        let _ = write!(why, ", establishes nothing (\"{pattern}\")");
    }
    if let Some(collection) = &file.collection {
        let _ = write!(why, ", collection {collection}");
    }
    why
}
