//! `factlint rules list|show|test|new`.

mod new;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{CliError, Exit, print, tell, terminal};
use crate::check::{ExampleResult, Files, load_judge, test_example};
use crate::diagnostic::Diagnostic;
use crate::git::{Repository, Snapshot};
use crate::report::{Format, Report, Summary, render};
use crate::rule::{Examples, RuleFile, RuleSet, builtin_files, nearest};
use crate::source::{RepoPath, SourceId, Sources};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint rules list\n  factlint rules show headcount\n  factlint rules test              the examples of every rule\n  factlint rules new --from \"The bridge carries 40 000 cars a day.\""
)]
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
    /// Run every example of the repository's own rules, else of the built-in ones, or of the given files
    Test {
        /// Only rules whose id contains this
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// Tell how long the examples of each rule took, the slowest first
        #[arg(long)]
        timings: bool,
        /// Take configuration and rules from the index, as a hook does
        #[arg(long, conflicts_with = "files")]
        staged: bool,
        /// Rule files; they are merged over the built-in ones
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    match &arguments.command {
        Command::List => list(),
        Command::Show { id } => show(id),
        Command::New(arguments) => new::run(arguments),
        Command::Test {
            filter,
            timings,
            staged,
            files,
        } => {
            let asked = Asked {
                filter: filter.as_deref(),
                timings: *timings,
            };
            test(&asked, *staged, files)
        }
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

/// What `rules test` is asked.
struct Asked<'a> {
    filter: Option<&'a str>,
    timings: bool,
}

/// Rules with their examples, and which of them are tested: all where none is named.
struct Tested {
    rules: RuleSet,
    named: Vec<String>,
    mistakes: Vec<Diagnostic>,
    sources: Sources,
}

fn test(asked: &Asked<'_>, staged: bool, files: &[PathBuf]) -> Result<Exit, CliError> {
    let of_repository = match files {
        [] => of_repository(staged)?,
        _ => None,
    };
    let tested = match of_repository {
        Some(tested) => tested,
        None => of_files(files)?,
    };
    if !tested.mistakes.is_empty() {
        let report = Report {
            findings: &tested.mistakes,
            sources: &tested.sources,
            scope: &crate::diagnostic::Scope::default(),
            summary: Summary::new(&tested.mistakes, 0),
            about: &BTreeMap::new(),
            top: None,
            tongue: terminal::tongue(),
        };
        print(&render(Format::Human, &report, terminal::STYLE_OF_FILES))?;
        return Ok(Exit::Incomplete);
    }
    if staged && tested.named.is_empty() {
        tell("the configuration can be used; the repository has no rule of its own to test");
        return Ok(Exit::Clean);
    }
    run_examples(asked, &tested)
}

/// The rules that the repository has of its own, as they stand in the work tree or are staged; none where
/// only the built-in ones are there.
fn of_repository(staged: bool) -> Result<Option<Tested>, CliError> {
    let here = super::check::current_directory()?;
    let repository = match Repository::discover(&here) {
        Ok(repository) if staged || repository.work_tree().is_some() => repository,
        Err(error) if staged => return Err(error.into()),
        Ok(_) | Err(_) => return Ok(None),
    };
    let snapshot = if staged { Snapshot::Index } else { Snapshot::WorkTree };
    let listing = repository.entries(&snapshot)?;
    let mut sources = Sources::new();
    let judge = load_judge(
        &Files::listed(&repository, &snapshot, &listing),
        Examples::Keep,
        &mut sources,
    )?;
    let is_own = staged || !judge.own_rules.is_empty() || !judge.mistakes.is_empty();
    Ok(is_own.then_some(Tested {
        rules: judge.rules,
        named: judge.own_rules,
        mistakes: judge.mistakes,
        sources,
    }))
}

/// The rules of some files, or the built-in ones.
fn of_files(files: &[PathBuf]) -> Result<Tested, CliError> {
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
    Ok(Tested {
        rules,
        named: texts.into_iter().map(|(id, _, _)| id).collect(),
        mistakes,
        sources,
    })
}

fn run_examples(asked: &Asked<'_>, tested: &Tested) -> Result<Exit, CliError> {
    let rules = &tested.rules;
    let mut text = String::new();
    let (mut passed, mut failed) = (0, 0);
    let mut took: Vec<(Duration, usize, &str)> = Vec::new();
    for rule in rules.rules() {
        let wanted = asked.filter.is_none_or(|filter| rule.id.contains(filter));
        let named = tested.named.is_empty() || tested.named.contains(&rule.id);
        if !wanted || !named {
            continue;
        }
        let begun = Instant::now();
        let outcomes: Vec<ExampleResult> = rule
            .examples
            .iter()
            .map(|example| test_example(rules, rule, example))
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
    if asked.timings {
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
