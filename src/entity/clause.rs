//! The clauses of a sentence, and whom each speaks of.
//!
//! No parser of the language is needed for that: signs, relatives, subordinators and finite verbs
//! cut a sentence; the first mention before the verb that is no complement is the subject.

mod about;
mod apposition;
mod phrase;
mod segment;
mod subject;
mod verb;
mod voice;

use std::cell::OnceCell;
use std::ops::Range;

pub use about::{About, Link, about};
pub use voice::{Participants, participants};

use super::Mention;
use crate::language::{Tables, Tokens};

/// What a clause does in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseRole {
    /// It has a verb and speaks of its own, or of what the main clause before it speaks of.
    Main,
    /// It says something of the name before it.
    Relative,
    /// It opens with a subordinator.
    Subordinate,
    /// It says what the name before it is, or stands in parentheses behind it; its only verb is a
    /// participle.
    Apposition,
    /// It has no verb either: a circumstance, or a subject that waits for its verb.
    Aside,
}

/// Whom a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// A mention of the sentence.
    Of(usize),
    /// Whom a property belongs to: "le budget de X", "son siège".
    OwnerOf(usize),
    /// What the text speaks of, of which the subject is a property: "le budget".
    Topic,
    /// The figure itself is the subject: "40 salariés sont …".
    Figure,
    /// Somebody who is not named.
    Nobody,
}

/// A part of a sentence with at most one verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it does.
    pub role: ClauseRole,
    /// Its verb with auxiliaries and participles.
    pub verb: Option<Range<usize>>,
    /// Whom it speaks of.
    pub subject: Spoken,
}

/// A sentence as clauses see it.
struct Sentence<'s> {
    tokens: &'s Tokens<'s>,
    mentions: &'s [Mention],
    values: &'s [Range<usize>],
    tables: &'s Tables,
    /// For each token, the mention that holds it.
    over: Vec<Option<usize>>,
    /// For each token, whether it belongs to a value.
    valued: Vec<bool>,
    /// For each token, whether a finite verb stands there, once somebody has asked.
    finite: Vec<OnceCell<bool>>,
}

/// The clauses of a sentence, in its order; together they cover it, but for the signs between them.
pub fn clauses(tokens: &Tokens<'_>, mentions: &[Mention], values: &[Range<usize>], tables: &Tables) -> Vec<Clause> {
    let sentence = Sentence::new(tokens, mentions, values, tables);
    let segments = sentence.segments();
    sentence.subjects(&segments)
}

impl<'s> Sentence<'s> {
    fn new(tokens: &'s Tokens<'s>, mentions: &'s [Mention], values: &'s [Range<usize>], tables: &'s Tables) -> Self {
        let mut over = vec![None; tokens.len()];
        for (number, mention) in mentions.iter().enumerate().rev() {
            for at in mention.tokens.clone() {
                if let Some(place) = over.get_mut(at) {
                    *place = Some(number);
                }
            }
        }
        let mut valued = vec![false; tokens.len()];
        for at in values.iter().flat_map(Clone::clone) {
            if let Some(place) = valued.get_mut(at) {
                *place = true;
            }
        }
        Self {
            finite: vec![OnceCell::new(); tokens.len()],
            tokens,
            mentions,
            values,
            tables,
            over,
            valued,
        }
    }
}

impl Sentence<'_> {
    fn in_value(&self, at: usize) -> bool {
        self.valued.get(at).copied().unwrap_or_default()
    }

    /// The mention that holds the token.
    fn mention_over(&self, at: usize) -> Option<usize> {
        self.over.get(at).copied().flatten()
    }

    fn mention_at(&self, at: usize) -> Option<usize> {
        self.mentions.iter().position(|mention| mention.tokens.start == at)
    }

    fn folded(&self, at: usize) -> &str {
        self.tokens.folded(at)
    }
}
