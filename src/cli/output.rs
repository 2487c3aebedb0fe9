//! How findings leave the program: formats, files, language, colour.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::ledger::LedgerArguments;
use super::terminal::{self, Color};
use super::{CliError, print, tell};
use crate::check::Outcome;
use crate::diagnostic::Tongue;
use crate::report::{
    Format, Report, Summary, render, scope_line, scope_remarks, statistics, statistics_json, verdict_line,
};

/// What `check` and `hook` share.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Output {
    /// How findings are written: human, plain (for screen readers), concise, json, jsonl, sarif, github, gitlab,
    /// junit or markdown. May be given several times; with =FILE it goes to that file
    #[arg(
        long,
        value_name = "FORMAT[=FILE]",
        default_value = "human",
        env = "FACTLINT_FORMAT",
        hide_env_values = true
    )]
    pub(super) format: Vec<Written>,
    /// Count findings by rule and by file instead of showing them (human, plain or json)
    #[arg(long)]
    pub(super) statistics: bool,
    /// The language of messages; else that of the locale for people (human, plain), and English for programs
    #[arg(long, value_enum)]
    pub(super) lang: Option<Lang>,
    /// Ignore a rule in this run
    #[arg(long, value_name = "RULE")]
    pub(super) ignore: Vec<String>,
    /// The day on which undated new text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    pub(super) as_of: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    #[command(flatten)]
    pub(super) ledger: LedgerArguments,
}

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    format: Format,
    /// None for standard output.
    file: Option<PathBuf>,
}

/// The file of one of several runs: all but the first have a number.
fn numbered(file: &Path, run: usize) -> PathBuf {
    if run == 0 {
        return file.to_owned();
    }
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let end = file
        .extension()
        .map_or(String::new(), |end| format!(".{}", end.to_string_lossy()));
    file.with_file_name(format!("{stem}-{}{end}", run + 1))
}

impl FromStr for Written {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "" | "-")) => return Err("name a file after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            // A variable of CI that is set to nothing is not set.
            None if text.is_empty() => (Format::Human.as_str(), None),
            None => (text, None),
        };
        let names = Format::ALL.map(Format::as_str);
        match Format::ALL.into_iter().find(|format| format.as_str() == name) {
            Some(format) => Ok(Self { format, file }),
            None => {
                let near = crate::rule::nearest(name, &names);
                let hint = near.map_or(String::new(), |near| format!("did you mean \"{near}\"? "));
                Err(format!("{hint}formats are {}", names.join(", ")))
            }
        }
    }
}

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Lang {
    /// English
    En,
    /// French
    Fr,
}

impl From<Lang> for Tongue {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Tongue::English,
            Lang::Fr => Tongue::French,
        }
    }
}

impl Output {
    /// For people, on standard output.
    pub(super) fn shown(as_of: Option<String>) -> Self {
        Self {
            format: vec![Written {
                format: Format::Human,
                file: None,
            }],
            statistics: false,
            lang: None,
            ignore: Vec::new(),
            as_of,
            color: Color::Auto,
            ledger: LedgerArguments::default(),
        }
    }

    /// What is wrong with the formats together, before anything is read.
    ///
    /// # Errors
    ///
    /// Where two of them would go to one place.
    pub(super) fn checked(&self) -> Result<(), CliError> {
        for (number, written) in self.format.iter().enumerate() {
            let is_same = |other: &Written| other.file.is_some() && other.file == written.file;
            if let Some(file) = written
                .file
                .as_ref()
                .filter(|_| self.format.iter().skip(number + 1).any(is_same))
            {
                return Err(CliError::Usage(format!(
                    "two formats cannot go to one file: {}",
                    file.display()
                )));
            }
        }
        let shown = self.format.iter().filter(|written| written.file.is_none()).count();
        if shown > 1 {
            return Err(CliError::Usage(
                "only one format can go to standard output: name a file for the others, as in --format sarif=out.sarif"
                    .to_owned(),
            ));
        }
        let is_counted = |written: &Written| matches!(written.format, Format::Human | Format::Plain | Format::Json);
        if self.statistics && !self.format.iter().all(is_counted) {
            return Err(CliError::Usage(
                "--statistics is written as human, plain or json".to_owned(),
            ));
        }
        Ok(())
    }

    /// What is wrong with the formats for so many runs.
    ///
    /// # Errors
    ///
    /// Where a document that cannot be continued would go to standard output several times.
    pub(super) fn checked_for(&self, runs: usize) -> Result<(), CliError> {
        // Objects of JSON can follow each other.
        let is_whole = |format| matches!(format, Format::Sarif | Format::Gitlab | Format::Junit);
        let shown = self.format.iter().find(|written| written.file.is_none());
        match shown
            .map(|written| written.format)
            .filter(|format| runs > 1 && is_whole(*format))
        {
            None => Ok(()),
            Some(format) => Err(CliError::Usage(format!(
                "{runs} commits are pushed, and each has a report: {name} on standard output can hold one; write --format {name}=FILE, which numbers the files",
                name = format.as_str()
            ))),
        }
    }

    /// The language of what people read.
    pub(super) fn tongue(&self) -> Tongue {
        self.lang.map_or_else(terminal::tongue, Tongue::from)
    }
}

/// What an outcome has to tell.
pub(super) fn report_of<'o>(outcome: &'o Outcome, top: Option<&'o Path>, tongue: Tongue) -> Report<'o> {
    Report {
        findings: &outcome.findings,
        sources: &outcome.sources,
        scope: &outcome.scope,
        summary: Summary::new(&outcome.findings, outcome.suppressed),
        about: &outcome.about,
        top,
        tongue,
    }
}

/// Writes the findings in each format to its place, and tells the scope where standard output does not.
/// `run` counts the runs of one command from 0.
pub(super) fn report(outcome: &Outcome, output: &Output, top: Option<&Path>, run: usize) -> Result<(), CliError> {
    let summary = Summary::new(&outcome.findings, outcome.suppressed);
    let mut is_told = false;
    for written in &output.format {
        let tongue = match written.format.is_for_people() {
            true => output.tongue(),
            false => output.lang.map_or(Tongue::English, Tongue::from),
        };
        let report = report_of(outcome, top, tongue);
        let style = match &written.file {
            None => terminal::style(output.color),
            Some(_) => terminal::STYLE_OF_FILES,
        };
        let text = match (output.statistics, written.format) {
            (true, Format::Json) => statistics_json(&report),
            (true, _) => statistics(&report),
            (false, format) => render(format, &report, style),
        };
        match &written.file {
            None => {
                is_told = written.format.is_for_people();
                print(&text)?;
            }
            Some(file) => {
                let file = numbered(file, run);
                if run > 0 {
                    tell(&format!(
                        "factlint: the report of run {} is in {}",
                        run + 1,
                        file.display()
                    ));
                }
                std::fs::write(&file, text)
                    .map_err(|error| CliError::Io(format!("write {}", file.display()), error))?;
            }
        }
    }
    if !is_told {
        let tongue = output.tongue();
        tell(&scope_line(&outcome.scope, tongue));
        for remark in scope_remarks(&outcome.scope, tongue) {
            tell(&remark);
        }
        tell(&verdict_line(&summary, &outcome.scope, tongue));
    }
    Ok(())
}
