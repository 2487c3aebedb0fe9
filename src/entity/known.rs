//! Names that the user configured, found in texts before anything is guessed.

use std::collections::HashMap;

use super::{Configured, EntityKind, name_key};
use crate::language::{PhraseTable, Tokens};

/// The names of the configured entities, and those that are never one of them.
#[derive(Debug)]
pub struct KnownNames {
    entities: Vec<Configured>,
    by_key: HashMap<String, usize>,
    phrases: PhraseTable<Phrase>,
}

/// A configured name: as the user wrote it, and whose it is; nobody's where it only tells apart.
#[derive(Debug, Clone)]
struct Phrase {
    written: String,
    entity: Option<usize>,
}

impl Default for KnownNames {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl KnownNames {
    /// Gathers the names of the entities.
    pub fn new(entities: &[Configured]) -> Self {
        let mut by_key = HashMap::new();
        let mut phrases: Vec<Phrase> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                by_key.entry(name_key(name)).or_insert(index);
                phrases.push(Phrase {
                    written: name.clone(),
                    entity: Some(index),
                });
            }
            phrases.extend(entity.not.iter().map(|name| Phrase {
                written: name.clone(),
                entity: None,
            }));
        }
        let table = phrases.iter().map(|phrase| (phrase.written.as_str(), phrase.clone()));
        Self {
            phrases: PhraseTable::new(table),
            entities: entities.to_vec(),
            by_key,
        }
    }

    /// The configured name that begins at a token: its kind, and the token behind it.
    ///
    /// A name with a capital is none in lower case ("AMI" is no "ami").
    pub(super) fn at(&self, tokens: &Tokens<'_>, at: usize) -> Option<(EntityKind, usize)> {
        if self.entities.is_empty() {
            return None;
        }
        let (phrase, end) = self.phrases.at(tokens, at)?;
        let capital = phrase.written.starts_with(char::is_uppercase);
        let acronym = phrase
            .written
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
        let text = tokens.text(at);
        let fits = if acronym {
            text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        } else {
            !capital || text.starts_with(char::is_uppercase)
        };
        let kind = phrase
            .entity
            .and_then(|entity| self.entities.get(entity))
            .map(|entity| entity.kind);
        fits.then_some((kind.unwrap_or(EntityKind::Unknown), end))
    }

    /// Which configured entity a name is.
    pub(super) fn index_of(&self, name: &str) -> Option<usize> {
        self.by_key.get(&name_key(name)).copied()
    }
}
