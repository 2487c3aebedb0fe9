//! `[[entity]]`: whom the user names, in the configuration or in files of their own.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, code};
use crate::entity::{Configured, EntityKind, name_key};
use crate::rule::{mistake, nearest, parse_all, unknown_key};
use crate::source::SourceId;

/// The keys of such a file.
const KEYS: [&str; 5] = ["entity", "name", "kind", "aliases", "not"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawEntity {
    name: Spanned<String>,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntities {
    #[serde(default)]
    entity: Vec<RawEntity>,
}

/// Reads a file of entities. Every mistake is told; what could be read is kept.
pub fn read_entities(source: SourceId, text: &str) -> (Vec<Configured>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let mut add = |span: Range<usize>, message: String, help: String| {
        mistakes.push(mistake(code::INVALID_CONFIG, source, span, message, help));
    };
    let read = parse_all::<RawEntities>(text, |span, message| match unknown_key(message, &KEYS) {
        Some((message, help)) => add(span, message, help),
        None => add(
            span,
            message.to_owned(),
            "such a file holds [[entity]] tables with name, kind, aliases and not".to_owned(),
        ),
    });
    let entities = checked_entities(&read.unwrap_or_default().entity, &mut add);
    (entities, mistakes)
}

/// Checks entities one by one, and that no two share a name.
pub(super) fn checked_entities(
    raw: &[RawEntity],
    add: &mut impl FnMut(Range<usize>, String, String),
) -> Vec<Configured> {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for entity in raw {
        let name = entity.name.get_ref().as_str();
        for written in std::iter::once(&entity.name).chain(&entity.aliases) {
            match owners.insert(name_key(written.get_ref()), name) {
                Some(other) if other != name => add(
                    written.span(),
                    format!("\"{}\" is a name of \"{other}\" too", written.get_ref()),
                    "a name can stand for one entity only: leave it to one of them".to_owned(),
                ),
                _ => {}
            }
        }
    }
    raw.iter().map(|entity| configured(entity, add)).collect()
}

/// Names that entities of different files share, each with the two entities.
pub fn shared_names(entities: &[Configured]) -> Vec<(String, String, String)> {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let mut shared = Vec::new();
    for entity in entities {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            match owners.insert(name_key(name), &entity.name) {
                Some(other) if other != entity.name => {
                    shared.push((name.clone(), other.to_owned(), entity.name.clone()));
                }
                _ => {}
            }
        }
    }
    shared
}

fn configured(raw: &RawEntity, add: &mut impl FnMut(Range<usize>, String, String)) -> Configured {
    if raw.name.get_ref().trim().is_empty() {
        add(
            raw.name.span(),
            "an entity needs a name".to_owned(),
            "write the name that reports should use".to_owned(),
        );
    }
    let kind = match &raw.kind {
        None => EntityKind::Unknown,
        Some(kind) => EntityKind::from_name(kind.get_ref()).unwrap_or_else(|| {
            let kinds = EntityKind::ALL.map(EntityKind::as_str);
            let hint =
                nearest(kind.get_ref(), &kinds).map_or(String::new(), |near| format!("did you mean \"{near}\"? "));
            add(
                kind.span(),
                format!("`kind` cannot be \"{}\"", kind.get_ref()),
                format!("{hint}Allowed: {}", kinds.join(", ")),
            );
            EntityKind::Unknown
        }),
    };
    Configured {
        name: raw.name.get_ref().clone(),
        kind,
        aliases: raw.aliases.iter().map(|alias| alias.get_ref().clone()).collect(),
        not: raw.not.clone(),
    }
}
