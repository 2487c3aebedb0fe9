//! `factlint entities list|suggest`: whom the articles speak of.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::check::{current_directory, repo_paths};
use super::{CliError, Exit, print, tell, terminal};
use crate::check::{Entities, ListedEntity, ListedName, Suggestion, entities};
use crate::git::Repository;
use crate::source::Sources;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint entities list --name tarnholm\n  factlint entities suggest >> entities/people.toml"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show the entities that articles name, under which names, and where
    List {
        /// How they are written
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// Only entities one of whose names contains this
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
        /// Files or folders; all when none is given
        paths: Vec<PathBuf>,
    },
    /// Propose entries for `factlint.toml` or `entities/*.toml`: names that may be one entity, nearest first, and names that were taken for one
    Suggest {
        /// Files or folders; all when none is given
        paths: Vec<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Jsonl,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let paths = match &arguments.command {
        Command::List { paths, .. } | Command::Suggest { paths } => paths,
    };
    let asked = repo_paths(&repository, &here, paths)?;
    let mut sources = Sources::new();
    let found = entities(&repository, &asked, terminal::as_of(None)?, &mut sources)?;
    for mistake in &found.mistakes {
        let path = &sources.get(mistake.claim.label.location.source).path;
        tell(&format!("{path}: {}", mistake.message));
    }
    let text = match &arguments.command {
        Command::List { format, name, .. } => list(&found, *format, name.as_deref()),
        Command::Suggest { .. } => suggest(&found),
    };
    print(&text)?;
    Ok(if !found.mistakes.is_empty() {
        Exit::Incomplete
    } else if found.listed.is_empty() {
        Exit::NothingToRead
    } else {
        Exit::Clean
    })
}

fn list(found: &Entities, format: Format, name: Option<&str>) -> String {
    let wanted = name.map(str::to_lowercase);
    let listed = found.listed.iter().filter(|entity| {
        wanted.as_ref().is_none_or(|wanted| {
            let names = entity.names.iter().map(|name| &name.name);
            names
                .chain([&entity.name])
                .any(|name| name.to_lowercase().contains(wanted))
        })
    });
    let mut text = String::new();
    for entity in listed {
        match format {
            Format::Human => write_entity(entity, &mut text),
            Format::Jsonl => {
                if let Ok(json) = serde_json::to_string(&EntityLine::from(entity)) {
                    text.push_str(&json);
                    text.push('\n');
                }
            }
        }
    }
    text
}

fn write_entity(entity: &ListedEntity, text: &mut String) {
    let mut told = vec![entity.kind.to_string()];
    if entity.configured {
        told.push("configured".to_owned());
    }
    told.extend(entity.collection.iter().map(|name| format!("collection {name}")));
    told.push(counted(entity.articles, "article", "articles"));
    let _ = writeln!(text, "{} ({})", entity.name, told.join(", "));
    for name in &entity.names {
        let _ = writeln!(
            text,
            "  {} · {}, first {}:{}",
            name.name,
            counted(name.count, "time", "times"),
            name.first.path,
            name.first.line
        );
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn suggest(found: &Entities) -> String {
    let (mut joins, mut splits) = (String::new(), String::new());
    for suggestion in &found.suggestions {
        match suggestion {
            Suggestion::Join { entity, other, ratio } => {
                let _ = writeln!(
                    joins,
                    "\n# {:.0} % alike: \"{}\" in {}, \"{}\" in {}",
                    ratio * 100.0,
                    entity.name,
                    first_place(entity),
                    other.name,
                    first_place(other)
                );
                joins.push_str(&entry(entity, "aliases", &[other.name.as_str()]));
            }
            Suggestion::Split { entity, names } => {
                let places: Vec<String> = names.iter().map(told).collect();
                let _ = writeln!(
                    splits,
                    "\n# taken for \"{}\" ({}): {}",
                    entity.name,
                    first_place(entity),
                    places.join(", ")
                );
                let written: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
                splits.push_str(&entry(entity, "not", &written));
            }
        }
    }
    let mut text = String::new();
    if !joins.is_empty() {
        text.push_str("# These may be one: keep the entries that are right and delete the others.\n");
        text.push_str(&joins);
    }
    if !splits.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(gap);
        text.push_str("# These were taken for one: keep the entries of those that are two, and delete the others.\n");
        text.push_str(&splits);
    }
    if text.is_empty() {
        text.push_str("# No two names look alike, and none were taken for one across articles.\n");
    }
    text
}

fn told(name: &ListedName) -> String {
    format!("\"{}\" in {}:{}", name.name, name.first.path, name.first.line)
}

fn first_place(entity: &ListedEntity) -> String {
    let first = entity.names.iter().map(|name| &name.first).min();
    first.map_or(String::new(), |place| format!("{}:{}", place.path, place.line))
}

/// An `[[entity]]` table, quoted as TOML asks.
fn entry(entity: &ListedEntity, key: &str, names: &[&str]) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!(
        "[[entity]]\nname = {}\nkind = \"{}\"\n{key} = [{}]\n",
        quoted(&entity.name),
        entity.kind,
        names.join(", ")
    )
}

#[derive(Serialize)]
struct EntityLine<'a> {
    name: &'a str,
    kind: &'a str,
    configured: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<&'a str>,
    articles: usize,
    names: Vec<NameLine<'a>>,
}

#[derive(Serialize)]
struct NameLine<'a> {
    name: &'a str,
    count: usize,
    path: &'a str,
    line: usize,
}

impl<'a> From<&'a ListedEntity> for EntityLine<'a> {
    fn from(entity: &'a ListedEntity) -> Self {
        Self {
            name: &entity.name,
            kind: entity.kind.as_str(),
            configured: entity.configured,
            collection: entity.collection.as_deref(),
            articles: entity.articles,
            names: entity
                .names
                .iter()
                .map(|name| NameLine {
                    name: &name.name,
                    count: name.count,
                    path: name.first.path.as_str(),
                    line: name.first.line,
                })
                .collect(),
        }
    }
}
