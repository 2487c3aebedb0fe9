//! What stands before a verb as its subject: a mention, or a noun phrase and whom it speaks of.

use std::ops::Range;

use super::{Sentence, Spoken};
use crate::entity::Form;
use crate::language::{PhraseTable, TokenKind};

impl Sentence<'_> {
    /// The first mention of a range that may be a subject.
    pub(super) fn free_mention(&self, range: Range<usize>) -> Option<usize> {
        self.mentions.iter().position(|mention| {
            range.contains(&mention.tokens.start)
                && mention.is_free
                && mention.form != Form::Possessive
                && self.folded(mention.tokens.end) != "'s"
        })
    }

    /// What stands before a verb as its subject, where anything does.
    pub(super) fn subject_in(&self, range: Range<usize>) -> Option<Spoken> {
        let grammar = &self.tables.grammar;
        let opening = |phrases: &PhraseTable<()>| {
            range.clone().any(|at| {
                phrases.at(self.tokens, at).is_some() && self.mention_over(at).is_none() && !self.in_value(at)
            })
        };
        if opening(&grammar.impersonal) {
            return Some(Spoken::Nobody);
        }
        // "Nous employons …": the house that writes, or the one that is quoted.
        if opening(&grammar.ourselves) {
            return Some(Spoken::Topic);
        }
        // A pronoun right before its verb is its subject.
        let pronoun = self.mentions.iter().position(|mention| {
            mention.form == Form::Pronoun
                && range.contains(&mention.tokens.start)
                && mention.is_free
                && (mention.tokens.end..range.end).all(|at| {
                    let word = self.folded(at);
                    grammar.clitics.contains(word) || grammar.is_adverb(word)
                })
        });
        if let Some(pronoun) = pronoun {
            return Some(Spoken::Of(pronoun));
        }
        let free = self.free_mention(range.clone());
        let noun = self.noun_phrase(range.clone());
        match (free, noun) {
            // "le budget de X", "son chiffre d'affaires": what stands first is the subject, unless it is
            // the article or a noun of the name.
            (Some(mention), Some((at, spoken))) if at < self.mentions[mention].tokens.start => {
                let start = self.mentions[mention].tokens.start;
                let apart = (at..start).any(|at| self.tables.pronouns.of.at(self.tokens, at).is_some());
                let named = self.mentions[mention].form == Form::Name && start <= at + 4 && !apart;
                let belongs = self.mention_at(at).is_some();
                Some(if named && (!belongs || spoken == Spoken::Nobody) {
                    Spoken::Of(mention)
                } else {
                    spoken
                })
            }
            (Some(mention), _) if self.is_joined(mention, range.end) => Some(Spoken::Nobody),
            (Some(mention), _) => Some(Spoken::Of(mention)),
            (None, noun) => noun.map(|(_, spoken)| spoken),
        }
    }

    /// "X et Y ont …": two names joined are no single subject.
    pub(super) fn is_joined(&self, mention: usize, end: usize) -> bool {
        let behind = self.mentions[mention].tokens.end;
        behind < end
            && self.tables.grammar.coordinators.contains(self.folded(behind))
            && self.mentions.iter().any(|other| {
                (behind + 1..behind + 3).contains(&other.tokens.start)
                    && other.form != Form::Possessive
                    && other.tokens.start < end
            })
    }

    /// The first common noun with its article, and whom it makes its clause speak of.
    pub(super) fn noun_phrase(&self, range: Range<usize>) -> Option<(usize, Spoken)> {
        let grammar = &self.tables.grammar;
        let mut at = range.start;
        while at < range.end {
            if self.in_value(at) {
                // "Quarante salariés de X": what is counted is the subject.
                let value = self.values.iter().find(|value| value.contains(&at))?;
                let before = value.start.checked_sub(1).map_or("", |before| self.folded(before));
                let governed = self.tables.prepositions.contains(before)
                    || self.tables.names.place_prepositions.contains(before)
                    || self.tables.pronouns.at.before(self.tokens, value.start).is_some()
                    || self.tables.pronouns.of.before(self.tokens, value.start).is_some();
                if !governed && self.tokens.is(value.end, TokenKind::Word) && self.mention_over(value.end).is_none() {
                    let owner = self.owner_behind(value.end, range.end);
                    return Some((at, owner.map_or(Spoken::Figure, Spoken::OwnerOf)));
                }
                at = value.end;
                continue;
            }
            if let Some(number) = self.mention_over(at) {
                let mention = &self.mentions[number];
                if mention.form == Form::Possessive && !self.is_governed(at) {
                    let named = (at + 1..at + 3).find_map(|next| self.mention_at(next));
                    let spoken = match named.filter(|named| self.mentions[*named].form == Form::Name) {
                        // "its subsidiary X", "his grandson X".
                        Some(named) => Spoken::Of(named),
                        None if self.names_somebody_else(at + 1) => Spoken::Nobody,
                        None => Spoken::OwnerOf(number),
                    };
                    return Some((at, spoken));
                }
                if mention.form != Form::Possessive && self.folded(mention.tokens.end) == "'s" && !self.is_governed(at)
                {
                    let behind = mention.tokens.end + 1;
                    let named = (behind..behind + 3).find_map(|next| self.mention_at(next));
                    let spoken = match named.filter(|named| self.mentions[*named].form == Form::Name) {
                        // "X's coach Y".
                        Some(named) => Spoken::Of(named),
                        None if self.names_somebody_else(behind) => Spoken::Nobody,
                        None => Spoken::OwnerOf(number),
                    };
                    return Some((at, spoken));
                }
                at = mention.tokens.end;
                continue;
            }
            let word = self.folded(at);
            let article = self.tables.pronouns.articles.contains(word)
                || self.tables.pronouns.definite.contains(word)
                || grammar.indefinite.contains(word)
                || grammar.other.contains(word);
            // "Renewals held up": English nouns in the plural need no article.
            if at == range.start && self.is_bare_plural(at) {
                return Some((at, self.spoken_by_noun(at, range.end)));
            }
            let attribute = grammar.attributes.at(self.tokens, at).is_some();
            // "le 16 janvier": the article is the date's.
            if article && self.in_value(at + 1) {
                at += 1;
                continue;
            }
            // "du", "au" hold a preposition; "des" at the head of a clause does not.
            let contracted = at > range.start
                && (self.tables.pronouns.of.at(self.tokens, at).is_some()
                    || self.tables.pronouns.at.at(self.tokens, at).is_some());
            if (article || attribute) && self.tokens.is(at, TokenKind::Word) && !contracted && !self.is_governed(at) {
                return Some((at, self.spoken_by_noun(at, range.end)));
            }
            at += 1;
        }
        None
    }

    /// Whether a noun in the plural, without an article, stands at the token.
    fn is_bare_plural(&self, at: usize) -> bool {
        let word = self.folded(at);
        !self.tables.grammar.plurals_need_article
            && word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && self.tokens.is(at, TokenKind::Word)
            && !self.tables.function_words.contains(word)
            && !self.tables.prepositions.contains(word)
            && !self.tables.grammar.is_adverb(word)
            && self.tables.grammar.subordinators.at(self.tokens, at).is_none()
    }

    /// Whether a preposition governs what begins at the token.
    pub(super) fn is_governed(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let word = self.folded(before);
        self.tables.pronouns.of.before(self.tokens, at).is_some()
            || self.tables.pronouns.at.before(self.tokens, at).is_some()
                && !self.tables.grammar.is_auxiliary(self.tokens.text(before))
            || self.tables.prepositions.contains(word)
            || self.tables.pronouns.by.contains(word)
            || !self.tables.grammar.is_auxiliary(self.tokens.text(before))
                && self.tables.names.place_prepositions.contains(word)
    }

    /// Whom a noun phrase that begins with an article at `at` makes its clause speak of.
    pub(super) fn spoken_by_noun(&self, at: usize, end: usize) -> Spoken {
        let grammar = &self.tables.grammar;
        let near = at..(at + 4).min(end);
        if self.names_somebody_else(at) {
            return Spoken::Nobody;
        }
        let attribute = near.clone().any(|at| grammar.attributes.at(self.tokens, at).is_some());
        match self.owner_behind(at + 1, end) {
            Some(owner) => Spoken::OwnerOf(owner),
            None if attribute => Spoken::Topic,
            None => Spoken::Nobody,
        }
    }

    /// Whether the noun phrase that goes on at the token names a person or a house by its relation
    /// to another: "fils de …", "chief executive of …".
    pub(super) fn names_somebody_else(&self, at: usize) -> bool {
        let grammar = &self.tables.grammar;
        (at..at + 4)
            .take_while(|at| {
                self.tokens.is(*at, TokenKind::Word)
                    && self.mention_over(*at).is_none()
                    && self.tables.pronouns.of.at(self.tokens, *at).is_none()
            })
            .any(|at| {
                let word = self.folded(at);
                grammar.other.contains(word)
                    || grammar.relational.at(self.tokens, at).is_some()
                    || self.tables.names.person_roles.contains(word)
            })
    }

    /// The mention that completes the noun phrase going on at `from`: "… de X".
    pub(super) fn owner_behind(&self, from: usize, end: usize) -> Option<usize> {
        (from..(from + 6).min(end))
            .take_while(|at| !self.is_finite(*at))
            .find_map(|at| {
                let ((), behind) = self.tables.pronouns.of.at(self.tokens, at)?;
                self.mentions.iter().position(|mention| {
                    (behind..behind + 3).contains(&mention.tokens.start) && mention.form != Form::Possessive
                })
            })
    }

    /// The mention right behind a group of verbs.
    pub(super) fn mention_behind(&self, at: usize) -> Option<usize> {
        self.mentions.iter().position(|mention| {
            (at..at + 2).contains(&mention.tokens.start)
                && mention.is_free
                && mention.form != Form::Possessive
                && (at..mention.tokens.start)
                    .all(|between| self.tables.pronouns.articles.contains(self.folded(between)))
        })
    }
}
