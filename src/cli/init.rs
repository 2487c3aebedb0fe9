//! `factlint init`: looks at the repository, writes a configuration, shows what an audit would find.

use std::fmt::Write as _;

use super::check::{checked, current_directory, request};
use super::ledger::LedgerArguments;
use super::output::{Lang, Output, report_of};
use super::{CliError, Exit, print, read_file, write_file};
use crate::check::{Mode, Survey, survey};
use crate::config::{Found, NAMES, template};
use crate::git::Repository;
use crate::report::statistics;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint init                  write factlint.toml and show what a first audit finds\n  factlint init --dry-run        only show both; the audit is then made with the settings that are there"
)]
pub(super) struct Arguments {
    /// Show the configuration and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write even where there is a configuration, which is then replaced
    #[arg(long)]
    force: bool,
    /// The language of the audit; else that of the locale
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// The day on which undated text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

/// How many kinds of files, languages and folders are listed.
const SHOWN: usize = 6;

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let top = super::work_tree(&repository)?;
    let mut place = NAMES[0];
    for name in NAMES {
        let is_there = read_file(&top.join(name))?.is_some();
        if is_there && !arguments.force && !arguments.dry_run {
            return Err(CliError::Usage(format!(
                "{name} is there already: `factlint config show --origin` shows what it sets, --force replaces it"
            )));
        }
        if is_there {
            place = name;
            break;
        }
    }
    let survey = survey(&repository)?;
    let names = |folders: &[(String, usize)]| folders.iter().map(|(name, _)| name.clone()).collect();
    let text = template(&Found {
        drafts: names(&survey.drafts),
        archives: names(&survey.archives),
    });
    let mut out = told(&survey);
    if arguments.dry_run {
        let _ = write!(out, "\n{place} would hold:\n\n{text}");
    } else {
        write_file(&top.join(place), &text)?;
        let _ = writeln!(out, "\n{place} was written: look through it, then `git add {place}`");
    }
    print(&out)?;
    if survey.articles == 0 {
        print("\nThere is no article to look at yet.\n")?;
        return Ok(Exit::Clean);
    }
    let output = Output {
        lang: arguments.lang,
        ledger: arguments.ledger,
        ..Output::shown(arguments.as_of.clone())
    };
    let request = request(&repository, Mode::Everything, Vec::new(), &output)?;
    let outcome = checked(&repository, &request, &output)?;
    let report = report_of(&outcome, None, output.tongue());
    let next = match outcome.findings.is_empty() {
        true => "\nNext:\n  factlint install           check every commit\n",
        false => {
            "\nNext:\n  factlint check --all       read them, once the configuration is committed\n  factlint baseline create   or let be what is there and be told what is new\n  factlint install           check every commit\n"
        }
    };
    print(&format!("\nA first audit finds:\n\n{}{next}", statistics(&report)))?;
    Ok(match outcome.incomplete {
        true => Exit::Incomplete,
        false => Exit::Clean,
    })
}

fn told(survey: &Survey) -> String {
    let list = |counts: &[(String, usize)], before: &str| {
        let mut shown: Vec<String> = counts
            .iter()
            .take(SHOWN)
            .map(|(name, count)| format!("{before}{name} {count}"))
            .collect();
        if counts.len() > SHOWN {
            shown.push(format!("and {} more", counts.len() - SHOWN));
        }
        shown.join(", ")
    };
    let mut out = format!("articles:   {}\n", survey.articles);
    for (name, counts, before) in [
        ("formats:    ", &survey.extensions, "."),
        ("languages:  ", &survey.languages, ""),
        ("folders:    ", &survey.folders, ""),
        ("drafts:     ", &survey.drafts, ""),
        ("archives:   ", &survey.archives, ""),
    ] {
        if !counts.is_empty() {
            let _ = writeln!(out, "{name}{}", list(counts, before));
        }
    }
    let is_read = |(code, _): &&(String, usize)| matches!(code.as_str(), "fr" | "en");
    if survey.languages.iter().any(|count| !is_read(&count)) {
        out.push_str("            (French and English are read; articles in other languages are named, never counted as clean)\n");
    }
    out
}
