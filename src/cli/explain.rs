//! `factlint explain ID`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{CliError, Exit, print};
use crate::rule::{Cardinality, Examples, Persistence, RuleSet, nearest};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A rule's id, as reports show it
    id: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let (rules, _) = RuleSet::load(&[], Examples::Keep, &BTreeMap::new(), &[]);
    let Some(rule) = rules.get(&arguments.id) else {
        let known: Vec<&str> = rules.rules().iter().map(|rule| rule.id.as_str()).collect();
        let hint = nearest(&arguments.id, &known).map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
        return Err(CliError::Usage(format!(
            "there is no rule \"{}\"{hint}: `factlint rules list` shows all",
            arguments.id
        )));
    };
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
