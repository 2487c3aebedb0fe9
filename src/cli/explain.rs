//! `factlint explain`: what a rule compares, or how one finding came about.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::check::{SideArguments, as_of, current_directory};
use super::ledger::{LedgerArguments, Progress};
use super::{CliError, Exit, print};
use crate::check::{Explained, Mode, Request, explain};
use crate::diagnostic::code;
use crate::git::Repository;
use crate::rule::{Cardinality, Examples, Persistence, Rule, RuleSet, nearest};
use crate::source::LineIndex;

/// A shorter beginning of a fingerprint may name several findings.
const SHORTEST: usize = 6;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint explain funding-amount   what a rule compares, and why\n  factlint explain 3f2a9c41         how that finding came about: staged, then work tree, then all\n  factlint explain 3f2a9c41 --base main"
)]
pub(super) struct Arguments {
    /// A rule's id, or the fingerprint of a finding (its first characters do), as reports show them
    id: String,
    #[command(flatten)]
    sides: SideArguments,
    /// The day on which undated new text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let (rules, _) = RuleSet::load(&[], Examples::Keep, &BTreeMap::new(), &[]);
    if let Some(rule) = rules.get(&arguments.id) {
        return explain_rule(rule);
    }
    if code::ALL.contains(&arguments.id.as_str()) {
        let about = code::about(&arguments.id);
        print(&format!(
            "{0}: {about}\n\nNo rule file defines it: factlint itself looks for it. `factlint check --ignore {0}` leaves it out of one run.\n",
            arguments.id
        ))?;
        return Ok(Exit::Clean);
    }
    let id = arguments.id.to_lowercase();
    if id.len() >= SHORTEST && id.chars().all(|character| character.is_ascii_hexdigit()) {
        return explain_finding(&id, arguments);
    }
    let known: Vec<&str> = rules.rules().iter().map(|rule| rule.id.as_str()).collect();
    let hint = nearest(&arguments.id, &known).map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
    Err(CliError::Usage(format!(
        "there is no rule \"{}\"{hint}: `factlint rules list` shows all, and reports show the fingerprint of each finding",
        arguments.id
    )))
}

fn explain_finding(fingerprint: &str, arguments: &Arguments) -> Result<Exit, CliError> {
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let modes = match arguments.sides.mode(&repository, &here)? {
        Some(mode) => vec![mode],
        None if repository.work_tree().is_none() => vec![Mode::All],
        None => vec![Mode::Staged, Mode::WorkTree, Mode::All],
    };
    for mode in modes {
        let request = Request {
            config_from: arguments.sides.config_from.clone(),
            ..Request::new(mode.clone(), as_of(&repository, &mode, arguments.as_of.as_deref())?)
        };
        let keeping = arguments.ledger.keeping(&repository);
        if let Some(explained) = explain(&repository, &request, fingerprint, &keeping, &Progress::new(false))? {
            print(&told(&explained, &request.mode))?;
            return Ok(Exit::Clean);
        }
    }
    Err(CliError::Usage(format!(
        "no contradiction has a fingerprint that begins with {fingerprint}: run `factlint check` again, and give `explain` the same options (--staged, --base …)"
    )))
}

fn told(explained: &Explained, mode: &Mode) -> String {
    let finding = &explained.finding;
    let mut text = format!(
        "{}[{}] {}\nfingerprint {} ({})\n",
        finding.severity,
        finding.code,
        finding.message,
        finding.fingerprint.as_str(),
        mode.as_str()
    );
    let sides =
        std::iter::once(("here", &finding.claim)).chain(finding.established.iter().map(|side| ("established", side)));
    for (name, side) in sides {
        let source = explained.sources.get(side.sentence.source);
        let line = LineIndex::new(source.text())
            .position(source.text(), side.sentence.span.start)
            .line;
        let sentence = source
            .text()
            .get(side.sentence.span.start..side.sentence.span.end)
            .unwrap_or_default();
        let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = write!(text, "\n{name}  {}:{line}\n  {sentence}\n", source.path);
        if let Some(introduced) = &side.introduced {
            let _ = writeln!(
                text,
                "  since {}{} by {}, {}",
                if introduced.is_bound { "or before " } else { "" },
                introduced.commit,
                introduced.author,
                introduced.date
            );
        }
    }
    text.push('\n');
    for step in &explained.steps {
        let _ = writeln!(text, "{:<12} {}", step.name, step.finding);
    }
    text
}

fn explain_rule(rule: &Rule) -> Result<Exit, CliError> {
    let mut text = format!("{}: {}\n\n{}\n\n", rule.id, rule.summary, rule.why);
    let kinds: Vec<&str> = rule.subjects.iter().map(|kind| kind.as_str()).collect();
    let subject = if kinds.is_empty() {
        "anything".to_owned()
    } else {
        kinds.join(" or ")
    };
    let held = match rule.persistence {
        Persistence::Fixed => "never changes once true".to_owned(),
        Persistence::Current { stable_for } => {
            format!("may change: two claims are compared when at most {stable_for} days lie between them")
        }
    };
    let many = match rule.cardinality {
        Cardinality::Single => "one value at a time",
        Cardinality::Many => "several values are fine",
    };
    let apart: Vec<&str> = rule.distinguish_by.iter().map(|qualifier| qualifier.as_str()).collect();
    let _ = writeln!(text, "speaks of    {subject}");
    let _ = writeln!(text, "value        {}, {many}; {held}", rule.value);
    if !apart.is_empty() {
        let _ = writeln!(text, "apart by     {}", apart.join(", "));
    }
    let _ = writeln!(text, "severity     {}", rule.severity);
    for example in &rule.examples {
        let _ = write!(text, "\n{}\n", example.verdict.as_str());
        let dated = |date: &Option<String>| date.as_ref().map_or(String::new(), |date| format!(" ({date})"));
        let _ = writeln!(
            text,
            "  established{}: {}",
            dated(&example.established_date),
            example.established
        );
        let _ = writeln!(text, "  change{}: {}", dated(&example.change_date), example.change);
    }
    print(&text)?;
    Ok(Exit::Clean)
}
