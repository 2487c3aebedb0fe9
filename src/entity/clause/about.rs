//! Whom a value is said of, by grammar alone.

use std::ops::Range;

use super::{Clause, Sentence, Spoken};
use crate::entity::{EntityKind, Form, Mention};
use crate::language::{Tables, TokenKind, Tokens};

/// How a value was found to be said of a mention, from the surest construction to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// In one phrase: "les 40 salariés de X", "X's revenue of …", "son effectif de …".
    Phrase,
    /// By the subject of its clause.
    Subject,
    /// By the owner of the subject: "le budget de X atteint …".
    Owner,
    /// By the place of the action: "40 personnes travaillent chez X".
    Place,
}

/// Whom what stands at `value` is said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A mention of the sentence.
    Mention(usize, Link),
    /// What the text speaks of: the value is that of one of its properties.
    Topic,
    /// Nothing tells: the value itself is the subject, or there is none.
    Figure,
    /// Somebody who is not named.
    Nobody,
}

/// Whom a value is said of, by grammar alone.
pub fn about(
    value: &Range<usize>,
    clauses: &[Clause],
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    values: &[Range<usize>],
    tables: &Tables,
) -> About {
    let sentence = Sentence::new(tokens, mentions, values, tables);
    let clause = clauses.iter().find(|clause| clause.tokens.contains(&value.start));
    let owner = sentence.owner_before(value).or_else(|| {
        // "X détient 30 % de Y": behind its verb, a figure is that of the subject.
        let acted = clause.is_some_and(|clause| {
            clause.verb.as_ref().is_some_and(|verb| verb.end <= value.start) && matches!(clause.subject, Spoken::Of(_))
        });
        let definite = value.start.checked_sub(1).is_some_and(|before| {
            let word = tokens.folded(before);
            tables.pronouns.definite.contains(word)
        });
        (!acted || definite).then(|| sentence.owner_after(value)).flatten()
    });
    if let Some(owner) = owner {
        return About::Mention(owner, Link::Phrase);
    }
    let Some(clause) = clause else {
        return About::Figure;
    };
    match clause.subject {
        Spoken::Of(mention) => About::Mention(mention, Link::Subject),
        Spoken::OwnerOf(mention) => About::Mention(mention, Link::Owner),
        Spoken::Nobody => About::Nobody,
        Spoken::Topic => match sentence.speaker(clauses) {
            Some(mention) => About::Mention(mention, Link::Owner),
            None => About::Topic,
        },
        Spoken::Figure => match sentence.place_of(clause) {
            Some(mention) => About::Mention(mention, Link::Place),
            None => About::Figure,
        },
    }
}

impl Sentence<'_> {
    /// "X's 40 staff", "son effectif de 40", "la valorisation de X à 4 Md€".
    pub(super) fn owner_before(&self, value: &Range<usize>) -> Option<usize> {
        let mut at = value.start;
        for _ in 0..7 {
            at = at.checked_sub(1)?;
            if self.tokens.folded(at) == "'s" {
                return self.mentions.iter().position(|mention| mention.tokens.end == at);
            }
            if let Some(mention) = self.mention_over(at) {
                let found = &self.mentions[mention];
                if found.form == Form::Possessive {
                    return Some(mention);
                }
                // "la valorisation de X à 4 Md€".
                let head = self
                    .tables
                    .pronouns
                    .of
                    .before(self.tokens, found.tokens.start)
                    .map(|((), start)| start)?;
                let noun = head.checked_sub(1)?;
                let attribute = (noun.saturating_sub(2)..=noun)
                    .any(|at| self.tables.grammar.attributes.at(self.tokens, at).is_some());
                return attribute.then_some(mention);
            }
            if !self.tokens.is(at, TokenKind::Word) || self.is_finite(at) || self.in_value(at) {
                return None;
            }
            let word = self.tokens.folded(at);
            let governs = self.tables.prepositions.contains(word)
                || self.tables.pronouns.relatives.contains(word)
                || self.tables.grammar.coordinators.contains(word);
            if governs {
                return None;
            }
        }
        None
    }

    /// Behind the value: up to two words that are no verbs, then "de X".
    pub(super) fn owner_after(&self, value: &Range<usize>) -> Option<usize> {
        let joins = |at: usize| {
            let word = self.folded(at);
            self.tokens.is(at, TokenKind::Word)
                && !self.is_finite(at)
                && self.mention_over(at).is_none()
                && !self.tables.prepositions.contains(word)
                && !self.tables.pronouns.by.contains(word)
                && !self.tables.names.place_prepositions.contains(word)
                && !self.tables.pronouns.relatives.contains(word)
                && !self.tables.grammar.coordinators.contains(word)
        };
        (value.end..value.end + 3)
            .take_while(|at| *at == value.end || joins(at - 1))
            .find_map(|at| {
                let ((), start) = self.tables.pronouns.of.at(self.tokens, at)?;
                self.mentions.iter().position(|mention| {
                    (start..=start + 1).contains(&mention.tokens.start) && mention.form != Form::Possessive
                })
            })
    }

    /// "Le chiffre d'affaires a progressé de 8 %, indique X": the house that speaks of its own figures.
    pub(super) fn speaker(&self, clauses: &[Clause]) -> Option<usize> {
        clauses.iter().find_map(|clause| {
            let verb = clause.verb.as_ref()?;
            let Spoken::Of(mention) = clause.subject else {
                return None;
            };
            let inverted = self.mentions[mention].tokens.start >= verb.end;
            if !inverted || self.mentions[mention].form != Form::Name || !verb.clone().any(|at| self.is_speech(at)) {
                return None;
            }
            if self.mentions[mention].kind != EntityKind::Person {
                return Some(mention);
            }
            // "…, assure Ada Roux, directrice de X": the house for which a person speaks.
            let behind = self.mentions[mention].tokens.end;
            let house = self.mentions.iter().position(|other| {
                (behind..behind + 10).contains(&other.tokens.start) && other.form == Form::Name && !other.is_free
            })?;
            let holder = (behind..self.mentions[house].tokens.start)
                .any(|at| self.tables.names.person_roles.contains(self.folded(at)));
            let of = self
                .tables
                .pronouns
                .of
                .before(self.tokens, self.mentions[house].tokens.start)
                .is_some();
            (holder && of).then_some(house)
        })
    }

    /// "40 personnes travaillent chez X": the house in which the clause takes place.
    pub(super) fn place_of(&self, clause: &Clause) -> Option<usize> {
        let mut houses = self.mentions.iter().enumerate().filter(|(_, mention)| {
            clause.tokens.contains(&mention.tokens.start)
                && mention.kind == EntityKind::Organization
                && self
                    .tables
                    .pronouns
                    .at
                    .before(self.tokens, mention.tokens.start)
                    .is_some()
        });
        match (houses.next(), houses.next()) {
            (Some((one, _)), None) => Some(one),
            _ => None,
        }
    }
}
