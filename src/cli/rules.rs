//! `factlint rules list|show|test|new`.

mod new;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{CliError, Exit, print, tell};
use crate::check::{ExampleResult, test_example};
use crate::report::{Format, Style, Summary, render};
use crate::rule::{Examples, RuleFile, RuleSet, builtin_files, nearest};
use crate::source::{RepoPath, SourceId, Sources};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show every rule: id, kind of value, what it compares
    List,
    /// Print the file of a built-in rule, to read or to begin your own with
    Show {
        /// The rule's id
        id: String,
    },
    /// Begin a rule file from a sentence that it should understand
    #[command(after_help = new::HELP)]
    New(new::Arguments),
    /// Run every example of the built-in rules, or of the given rule files
    Test {
        /// Only rules whose id contains this
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// Tell how long the examples of each rule took, the slowest first
        #[arg(long)]
        timings: bool,
        /// Rule files; they are merged over the built-in ones
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    match &arguments.command {
        Command::List => list(),
        Command::Show { id } => show(id),
        Command::New(arguments) => new::run(arguments),
        Command::Test { filter, timings, files } => test(filter.as_deref(), *timings, files),
    }
}

fn list() -> Result<Exit, CliError> {
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let mut text = String::new();
    for rule in rules.rules() {
        let _ = writeln!(text, "{:20} {:10} {}", rule.id, rule.value.to_string(), rule.summary);
    }
    print(&text)?;
    Ok(Exit::Clean)
}

fn show(id: &str) -> Result<Exit, CliError> {
    let Some((_, text)) = builtin_files().iter().find(|(known, _)| *known == id) else {
        let known: Vec<&str> = builtin_files().iter().map(|(id, _)| *id).collect();
        let hint = nearest(id, &known).map_or(String::new(), |near| format!(", did you mean \"{near}\"?"));
        return Err(CliError::Usage(format!(
            "there is no built-in rule \"{id}\"{hint}: `factlint rules list` shows all"
        )));
    };
    print(text)?;
    Ok(Exit::Clean)
}

/// So many of the slowest rules are shown.
const SLOWEST: usize = 10;

fn test(filter: Option<&str>, timings: bool, files: &[PathBuf]) -> Result<Exit, CliError> {
    let mut sources = Sources::new();
    let mut texts: Vec<(String, SourceId, String)> = Vec::new();
    for file in files {
        let doing = format!("read {}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| CliError::Io(doing, error))?;
        let id = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        let source = sources.add(RepoPath::new(file.display().to_string()), text.as_str());
        texts.push((id, source, text));
    }
    let user: Vec<RuleFile<'_>> = texts
        .iter()
        .map(|(id, source, text)| RuleFile {
            id,
            source: *source,
            text,
        })
        .collect();
    let (rules, mistakes) = RuleSet::load(&user, Examples::Keep, &BTreeMap::new(), &[]);
    if !mistakes.is_empty() {
        let summary = Summary::new(&mistakes, 0);
        let style = Style {
            color: false,
            width: 100,
            unicode: true,
            hyperlinks: false,
        };
        print(&render(
            Format::Human,
            &mistakes,
            &sources,
            &crate::diagnostic::Scope::default(),
            &summary,
            style,
        ))?;
        return Ok(Exit::Incomplete);
    }
    let mut text = String::new();
    let (mut passed, mut failed) = (0, 0);
    let mut took: Vec<(Duration, usize, &str)> = Vec::new();
    for rule in rules.rules() {
        let wanted = filter.is_none_or(|filter| rule.id.contains(filter));
        let named = texts.is_empty() || texts.iter().any(|(id, _, _)| *id == rule.id);
        if !wanted || !named {
            continue;
        }
        let begun = Instant::now();
        let outcomes: Vec<ExampleResult> = rule
            .examples
            .iter()
            .map(|example| test_example(&rules, rule, example))
            .collect();
        took.push((begun.elapsed(), outcomes.len(), &rule.id));
        for (example, outcome) in rule.examples.iter().zip(outcomes) {
            let (word, got) = match outcome {
                ExampleResult::Passed => {
                    passed += 1;
                    continue;
                }
                ExampleResult::Missing => ("missing", "silence".to_owned()),
                ExampleResult::Noisy(message) => ("noisy", message),
                ExampleResult::OtherLevel(message) => ("level", message),
            };
            failed += 1;
            let _ = writeln!(
                text,
                "{word} {}: expected {}, got {got}\n  established: {}\n  change:      {}",
                rule.id,
                example.verdict.as_str(),
                example.established,
                example.change
            );
        }
    }
    if passed + failed == 0 {
        return Err(CliError::Usage(
            "no example was run: no rule of that name has any".to_owned(),
        ));
    }
    if timings {
        took.sort_by(|a, b| b.cmp(a));
        for (time, examples, id) in took.iter().take(SLOWEST) {
            let _ = writeln!(
                text,
                "{:>8.1} ms  {id} ({examples} examples)",
                time.as_secs_f64() * 1000.0
            );
        }
    }
    print(&text)?;
    tell(&format!("{passed} examples passed, {failed} failed"));
    Ok(if failed > 0 { Exit::Found } else { Exit::Clean })
}
