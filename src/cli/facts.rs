//! `factlint facts`: what is established about an entity, and how that changed.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::accept::quoted;
use super::check::{current_directory, repo_paths};
use super::ledger::{LedgerArguments, Progress, tell_problem};
use super::pins::{WorkTree, told as pinned};
use super::{CliError, Exit, print, print_json, tell};
use crate::check::Keeping;
use crate::check::{Event, KnownAttribute, KnownEntity, KnownValue, Past, StatedAt, known, past};
use crate::config::FactToPin;
use crate::git::Repository;

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  factlint facts Tarnholm                     all that the articles at HEAD state of it\n  factlint facts \"Ada Roux\" birth-date\n  factlint facts log Tarnholm funding-amount   how that changed, commit by commit\n  factlint facts pin Tarnholm headcount \"120 employees\" --as-of 2026-01 --source https://example.org\n  factlint facts unpin Tarnholm headcount\n  factlint facts -- log                        an entity called log"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Whom to ask about, by any of its names
    #[arg(value_name = "ENTITY")]
    entity: Option<String>,
    /// Only this attribute (`factlint rules list` shows all)
    #[arg(value_name = "ATTRIBUTE")]
    attribute: Option<String>,
    #[command(flatten)]
    shown: Shown,
}

/// How facts are looked up and written.
#[derive(Debug, clap::Args)]
struct Shown {
    /// How they are written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    ledger: LedgerArguments,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// How what is stated changed, commit by commit
    #[command(after_help = "Examples:\n  factlint facts log Tarnholm funding-amount")]
    Log {
        /// Of whom, by any of its names
        entity: String,
        /// What
        attribute: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Write a fact that outranks articles into a facts file
    #[command(
        after_help = "Examples:\n  factlint facts pin Tarnholm headcount \"120 employees\" --as-of 2026-01\n  factlint facts pin Tarnholm funding-amount \"€45 million\" --qualifier round=\"series b\""
    )]
    Pin {
        /// Of whom
        entity: String,
        /// What (`factlint rules list` shows all)
        attribute: String,
        /// The value, as an article would write it
        value: String,
        /// When it holds: 2026-01-23, 2026-01 or 2026
        #[arg(long, value_name = "DAY")]
        as_of: Option<String>,
        /// What limits it, as in round="series a"
        #[arg(long, value_name = "NAME=VALUE")]
        qualifier: Vec<String>,
        /// Where it was taken from
        #[arg(long)]
        source: Option<String>,
        /// The facts file that takes it
        #[arg(long, value_name = "PATH")]
        file: Option<PathBuf>,
    },
    /// Remove what facts files say of an entity, or of one attribute of it
    #[command(after_help = "Examples:\n  factlint facts unpin Tarnholm headcount\n  factlint facts unpin Tarnholm")]
    Unpin {
        /// Of whom
        entity: String,
        /// What; everything where none is given
        attribute: Option<String>,
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
    let repository = Repository::discover(&current_directory()?)?;
    match &arguments.action {
        Some(Action::Log {
            entity,
            attribute,
            shown,
        }) => return log(&repository, entity, attribute, shown),
        Some(Action::Pin {
            entity,
            attribute,
            value,
            as_of,
            qualifier,
            source,
            file,
        }) => {
            let fact = FactToPin {
                entity: entity.clone(),
                attribute: attribute.to_lowercase(),
                value: value.clone(),
                as_of: as_of.clone(),
                qualifiers: qualifier.iter().map(|text| limit(text)).collect::<Result<_, _>>()?,
                source: source.clone(),
            };
            return pin(&repository, &fact, file.as_slice());
        }
        Some(Action::Unpin { entity, attribute }) => {
            return unpin(&repository, entity, attribute.as_deref());
        }
        None => {}
    }
    let name = arguments.entity.as_deref().unwrap_or_default();
    if name.trim().is_empty() {
        return Err(CliError::Usage(
            "name whom to ask about: factlint facts \"Ada Roux\"".to_owned(),
        ));
    }
    show(&repository, name, arguments.attribute.as_deref(), &arguments.shown)
}

fn limit(text: &str) -> Result<(String, String), CliError> {
    let pair = text
        .split_once('=')
        .filter(|(name, value)| !name.is_empty() && !value.is_empty());
    let pair = pair.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    pair.ok_or_else(|| CliError::Usage(format!("--qualifier {text}: write it as round=\"series a\"")))
}

fn pin(repository: &Repository, fact: &FactToPin, file: &[PathBuf]) -> Result<Exit, CliError> {
    let named = repo_paths(repository, &current_directory()?, file)?;
    let (path, before) = WorkTree::of(repository)?.pin(fact, named.first())?;
    let before = before.map_or(String::new(), |value| format!("It replaces {value}.\n"));
    print(&format!(
        "{path}: {}\n{before}\nIt counts once it is staged:\n  git add {}\n`factlint stale` lists the articles that disagree.\n",
        pinned(fact),
        quoted(path.as_str())
    ))?;
    Ok(Exit::Clean)
}

fn unpin(repository: &Repository, entity: &str, attribute: Option<&str>) -> Result<Exit, CliError> {
    let changed = WorkTree::of(repository)?.unpin(entity, attribute)?;
    if changed.is_empty() {
        let what = attribute.map_or(String::new(), |attribute| format!("the {attribute} of "));
        tell(&format!("factlint: no facts file states {what}\"{entity}\""));
        return Ok(Exit::NothingToRead);
    }
    for (path, gone) in changed {
        let plural = if gone == 1 { "" } else { "s" };
        print(&format!(
            "{path}: {gone} fact{plural} removed\n  git add {}\n",
            quoted(path.as_str())
        ))?;
    }
    Ok(Exit::Clean)
}

fn show(repository: &Repository, name: &str, attribute: Option<&str>, arguments: &Shown) -> Result<Exit, CliError> {
    let keeping = arguments.ledger.keeping(repository);
    let attribute = attribute.map(str::to_lowercase);
    let attribute = attribute.as_deref();
    let (found, problem) = known(repository, name, attribute, &keeping, &Progress::new(false))?;
    tell_problem(problem.as_ref());
    if arguments.format == Format::Json {
        let entities: Vec<EntityJson<'_>> = found.iter().map(EntityJson::from).collect();
        print_json(&KnownJson { schema: 1, entities })?;
    } else {
        let texts: Vec<String> = found.iter().map(told).collect();
        print(&texts.join("\n"))?;
    }
    if found.is_empty() {
        tell(&nothing(repository, name, attribute, &keeping)?);
        return Ok(Exit::NothingToRead);
    }
    Ok(Exit::Clean)
}

/// Why nothing was found, and what to ask instead.
fn nothing(
    repository: &Repository,
    name: &str,
    attribute: Option<&str>,
    keeping: &Keeping,
) -> Result<String, CliError> {
    let ask = |name: &str| known(repository, name, None, keeping, &Progress::new(true));
    if let Some(attribute) = attribute {
        let whole = format!("{name} {attribute}");
        if !ask(&whole)?.0.is_empty() {
            return Ok(format!(
                "factlint: for a name of several words write: factlint facts \"{whole}\""
            ));
        }
        let (of_name, _) = ask(name)?;
        let stated: Vec<&str> = of_name
            .iter()
            .flat_map(|entity| entity.attributes.iter().map(|known| known.attribute.as_str()))
            .collect();
        if !stated.is_empty() {
            return Ok(format!(
                "factlint: no article at HEAD states the {attribute} of \"{name}\"; stated are: {}",
                stated.join(", ")
            ));
        }
    }
    let first = name.split_whitespace().next().unwrap_or(name);
    Ok(format!(
        "factlint: no article at HEAD states anything of \"{name}\"; `factlint entities list --name {first}` shows similar names"
    ))
}

fn told(entity: &KnownEntity) -> String {
    let mut text = entity.name.clone();
    if !entity.other_names.is_empty() {
        let _ = write!(text, " (also: {})", entity.other_names.join(", "));
    }
    if let Some(collection) = &entity.collection {
        let _ = write!(text, " in the collection {collection}");
    }
    text.push('\n');
    for attribute in &entity.attributes {
        let _ = writeln!(text, "\n{}", attribute.attribute);
        for (number, value) in attribute.values.iter().enumerate() {
            write_value(&mut text, number, value, attribute);
        }
    }
    text
}

fn write_value(text: &mut String, number: usize, value: &KnownValue, attribute: &KnownAttribute) {
    let mut line = format!("  {}. {}", number + 1, value.value);
    let limits = value.qualifiers.iter().map(|(name, value)| format!("{name} {value}"));
    let mut limits: Vec<String> = limits.chain(value.as_of.clone()).collect();
    if value.modality != "asserted" {
        limits.push(value.modality.to_owned());
    }
    if !limits.is_empty() {
        let _ = write!(line, " ({})", limits.join(", "));
    }
    if !value.disagrees_with.is_empty() && attribute.values.len() > 1 {
        let numbers: Vec<String> = value
            .disagrees_with
            .iter()
            .map(|other| (other + 1).to_string())
            .collect();
        let _ = write!(line, "  disagrees with {}", numbers.join(", "));
    }
    let _ = writeln!(text, "{line}");
    for place in &value.places {
        let _ = writeln!(text, "       {}:{}{}", place.path, place.line, since(place));
        let _ = writeln!(text, "         {}", shortened(&place.sentence));
    }
}

/// Since when it is stated there.
fn since(place: &StatedAt) -> String {
    let mut parts = Vec::new();
    if place.is_pinned {
        parts.push("pinned".to_owned());
    }
    if !place.establishes {
        parts.push("establishes nothing".to_owned());
    }
    parts.extend(place.written.map(|day| format!("of {day}")));
    if let Some(found) = &place.introduced {
        let bound = if found.is_bound { "in or before" } else { "in" };
        let commit = found.commit.get(..8).unwrap_or(&found.commit);
        parts.push(format!("{bound} commit {commit} of {} by {}", found.date, found.author));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    }
}

/// The longest sentence that is shown, in characters.
const LONGEST: usize = 160;

fn shortened(sentence: &str) -> String {
    if sentence.chars().count() <= LONGEST {
        return sentence.to_owned();
    }
    let mut short: String = sentence.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

fn log(repository: &Repository, name: &str, attribute: &str, arguments: &Shown) -> Result<Exit, CliError> {
    let keeping = arguments.ledger.keeping(repository);
    let found = past(repository, name, attribute, &keeping, &Progress::new(false))?;
    match arguments.format {
        Format::Json => print_json(&PastJson::from(&found))?,
        Format::Human => {
            let mut text = String::new();
            for event in &found.events {
                let commit = event.commit.short();
                let _ = writeln!(text, "{} {commit} {} {}", event.date, event.author, event.path);
                let _ = writeln!(text, "    {}", changed(event));
            }
            print(&text)?;
        }
    }
    if !found.is_whole {
        tell("factlint: history was not followed to its beginning: it is cut off or longer than 10 000 commits");
    }
    if found.skimmed > 0 {
        tell(&format!(
            "factlint: {} touched more than 1 000 articles: of these, only those were read that state it at HEAD or did later",
            if found.skimmed == 1 {
                "1 commit".to_owned()
            } else {
                format!("{} commits", found.skimmed)
            }
        ));
    }
    if found.events.is_empty() {
        tell(&format!(
            "factlint: no commit states the {attribute} of \"{name}\"; `factlint facts \"{name}\"` shows what is stated now"
        ));
        return Ok(Exit::NothingToRead);
    }
    Ok(Exit::Clean)
}

fn changed(event: &Event) -> String {
    match (event.before.is_empty(), event.after.is_empty()) {
        (true, _) => event.after.join("; "),
        (false, true) => format!("no longer: {}", event.before.join("; ")),
        (false, false) => format!("{} -> {}", event.before.join("; "), event.after.join("; ")),
    }
}

#[derive(Serialize)]
struct KnownJson<'f> {
    schema: u32,
    entities: Vec<EntityJson<'f>>,
}

#[derive(Serialize)]
struct EntityJson<'f> {
    name: &'f str,
    other_names: &'f [String],
    collection: Option<&'f str>,
    attributes: Vec<AttributeJson<'f>>,
}

#[derive(Serialize)]
struct AttributeJson<'f> {
    attribute: &'f str,
    values: Vec<ValueJson<'f>>,
}

#[derive(Serialize)]
struct ValueJson<'f> {
    value: &'f str,
    modality: &'f str,
    qualifiers: std::collections::BTreeMap<&'f str, &'f str>,
    as_of: Option<&'f str>,
    disagrees_with: &'f [usize],
    places: Vec<PlaceJson<'f>>,
}

#[derive(Serialize)]
struct PlaceJson<'f> {
    path: &'f str,
    line: usize,
    sentence: &'f str,
    written: Option<String>,
    pinned: bool,
    establishes: bool,
    commit: Option<&'f str>,
    commit_is_bound: bool,
    author: Option<&'f str>,
    date: Option<&'f str>,
}

impl<'f> From<&'f KnownEntity> for EntityJson<'f> {
    fn from(entity: &'f KnownEntity) -> Self {
        let attributes = entity.attributes.iter().map(|attribute| AttributeJson {
            attribute: &attribute.attribute,
            values: attribute.values.iter().map(ValueJson::from).collect(),
        });
        Self {
            name: &entity.name,
            other_names: &entity.other_names,
            collection: entity.collection.as_deref(),
            attributes: attributes.collect(),
        }
    }
}

impl<'f> From<&'f KnownValue> for ValueJson<'f> {
    fn from(value: &'f KnownValue) -> Self {
        let qualifiers = value.qualifiers.iter();
        let places = value.places.iter().map(|place| PlaceJson {
            path: place.path.as_str(),
            line: place.line,
            sentence: &place.sentence,
            written: place.written.map(|day| day.to_string()),
            pinned: place.is_pinned,
            establishes: place.establishes,
            commit: place.introduced.as_ref().map(|found| found.commit.as_str()),
            commit_is_bound: place.introduced.as_ref().is_some_and(|found| found.is_bound),
            author: place.introduced.as_ref().map(|found| found.author.as_str()),
            date: place.introduced.as_ref().map(|found| found.date.as_str()),
        });
        Self {
            value: &value.value,
            modality: value.modality,
            qualifiers: qualifiers
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
            as_of: value.as_of.as_deref(),
            disagrees_with: &value.disagrees_with,
            places: places.collect(),
        }
    }
}

#[derive(Serialize)]
struct PastJson<'f> {
    schema: u32,
    is_whole: bool,
    events: Vec<EventJson<'f>>,
}

#[derive(Serialize)]
struct EventJson<'f> {
    commit: &'f str,
    author: &'f str,
    date: &'f str,
    path: &'f str,
    before: &'f [String],
    after: &'f [String],
}

impl<'f> From<&'f Past> for PastJson<'f> {
    fn from(found: &'f Past) -> Self {
        let events = found.events.iter().map(|event| EventJson {
            commit: event.commit.as_str(),
            author: &event.author,
            date: &event.date,
            path: event.path.as_str(),
            before: &event.before,
            after: &event.after,
        });
        Self {
            schema: 1,
            is_whole: found.is_whole,
            events: events.collect(),
        }
    }
}
