//! What tells namesakes apart: the house and the place with which a document introduces an entity.

use super::clause::{Clause, ClauseRole, Spoken};
use super::{Cast, EntityKind, Form, MemberId, Mention, name_key};
use crate::language::{Tables, Tokens};

/// A house or a place that a document ties to an entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// The key of an organisation's name.
    Organization(String),
    /// The key of a place's name.
    Place(String),
}

impl Mark {
    /// The key of the name.
    pub fn key(&self) -> &str {
        match self {
            Mark::Organization(key) | Mark::Place(key) => key,
        }
    }

    /// The same kind of mark with another key.
    pub(super) fn with_key(&self, key: String) -> Self {
        match self {
            Mark::Organization(_) => Mark::Organization(key),
            Mark::Place(_) => Mark::Place(key),
        }
    }
}

/// The marks that a sentence gives to the entities that it names: in an apposition ("Paul Anselme,
/// boulanger à Vaubrun"), in parentheses or right behind a name that is no person's ("Vaubrun (Jura)").
pub(crate) fn marks(
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    clauses: &[Clause],
    members: &[Option<MemberId>],
    cast: &Cast,
    tables: &Tables,
) -> Vec<(MemberId, Mark)> {
    let mut marks = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let Some(member) = members[number].filter(|_| mention.form == Form::Name) else {
            continue;
        };
        let person = cast.get(member).kind == EntityKind::Person;
        let said: Vec<&Clause> = clauses
            .iter()
            .filter(|clause| clause.subject == Spoken::Of(number))
            .collect();
        // Of a person, the whole sentence that speaks of it; of anything else, what stands beside it.
        let acts = said.iter().any(|clause| clause.role == ClauseRole::Main);
        let others = if person {
            0..mentions.len()
        } else {
            number + 1..(number + 2).min(mentions.len())
        };
        if person && said.is_empty() {
            continue;
        }
        for (other, found) in mentions.iter().enumerate().take(others.end).skip(others.start) {
            let Some(own) = members[other].filter(|own| *own != member && found.form == Form::Name) else {
                continue;
            };
            let told = if person {
                acts || said.iter().any(|clause| is_apposed(clause, found))
            } else {
                is_right_behind(tokens, mention, found, tables)
            };
            if !told {
                continue;
            }
            let key = name_key(&cast.get(own).name);
            match cast.get(own).kind {
                EntityKind::Place => marks.push((member, Mark::Place(key))),
                EntityKind::Organization | EntityKind::Work if person => marks.push((member, Mark::Organization(key))),
                EntityKind::Unknown if !person => marks.push((member, Mark::Place(key))),
                EntityKind::Unknown if !found.is_free => marks.push((member, Mark::Organization(key))),
                _ => {}
            }
        }
    }
    marks
}

/// Whether a mention stands in what a clause says in apposition.
fn is_apposed(clause: &Clause, other: &Mention) -> bool {
    clause.role == ClauseRole::Apposition && clause.tokens.contains(&other.tokens.start)
}

/// "Vaubrun (Jura)", "la ligne A de Lyon", "the Grand Hotel in Leeds".
fn is_right_behind(tokens: &Tokens<'_>, mention: &Mention, other: &Mention, tables: &Tables) -> bool {
    let end = mention.tokens.end;
    let start = other.tokens.start;
    if tokens.text(end) == "(" {
        return start == end + 1 && tokens.text(other.tokens.end) == ")";
    }
    let of = tables.pronouns.of.at(tokens, end).map(|((), behind)| behind);
    let placed = tables
        .names
        .place_prepositions
        .contains(tokens.folded(end))
        .then_some(end + 1);
    let comma = (tokens.text(end) == ",").then_some(end + 1);
    [of, placed, comma]
        .into_iter()
        .flatten()
        .any(|behind| (behind..=behind + 1).contains(&start))
        && other.kind == EntityKind::Place
}
