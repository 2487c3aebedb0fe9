//! What a relative, an apposition or a parenthesis says something of.

use std::ops::Range;

use super::segment::Opening;
use super::{Sentence, Spoken};
use crate::entity::{EntityKind, Form};
use crate::language::TokenKind;

impl Sentence<'_> {
    /// The mention that a relative, or what stands in parentheses, says something of.
    pub(super) fn antecedent(&self, at: usize) -> Option<usize> {
        let comma = at.checked_sub(1).is_some_and(|before| self.tokens.text(before) == ",");
        let end = if comma { at - 1 } else { at };
        let nearest = self
            .mentions
            .iter()
            .rposition(|mention| mention.tokens.end <= end && mention.form != Form::Possessive)?;
        let mention = &self.mentions[nearest];
        let gap = mention.tokens.end..end;
        let clean = gap
            .clone()
            .all(|at| self.tokens.is(at, TokenKind::Word) && !self.is_finite(at) && !self.in_value(at));
        if !clean || gap.len() > 2 {
            return None;
        }
        // "X, filiale de Y, qui": a mention may have up to two words behind it. "X of Y, which": the
        // place completes the name before it.
        let head = nearest.checked_sub(1).filter(|head| {
            let before = &self.mentions[*head];
            let between = before.tokens.end..mention.tokens.start;
            mention.kind != EntityKind::Person
                && before.form == Form::Name
                && mention.form == Form::Name
                && between.len() == 1
                && (self
                    .tables
                    .names
                    .place_prepositions
                    .contains(self.folded(between.start))
                    || self.tables.pronouns.of.at(self.tokens, between.start).is_some())
        });
        Some(head.unwrap_or(nearest))
    }

    /// The mention that a fragment is in apposition to.
    pub(super) fn apposed(&self, tokens: &Range<usize>, opening: Opening) -> Option<Spoken> {
        let sign = tokens.start.checked_sub(1)?;
        if !matches!(opening, Opening::Comma | Opening::Parenthesis | Opening::Strong) {
            return None;
        }
        if opening == Opening::Strong && !matches!(self.tokens.text(sign), "—" | "–") {
            return None;
        }
        let first = self.folded(tokens.start);
        let governed = self.tables.prepositions.contains(first)
            || self.tables.names.place_prepositions.contains(first) && opening == Opening::Comma
            || self.tables.pronouns.of.at(self.tokens, tokens.start).is_some()
            || self.tables.qualifiers.part.at(self.tokens, tokens.start).is_some()
            || self.tables.grammar.coordinators.contains(first)
            || self.tables.grammar.is_adverb(first);
        if governed {
            return None;
        }
        // "…, her home for 16 years": what belongs to somebody.
        if let Some(number) = self.mention_at(tokens.start)
            && self.mentions[number].form == Form::Possessive
            && opening == Opening::Comma
            && !self.names_somebody_else(tokens.start + 1)
        {
            return Some(Spoken::OwnerOf(number));
        }
        // "X (autocars), 140 conducteurs": what stands in parentheses is left out.
        let closed = sign.checked_sub(1).filter(|before| self.tokens.text(*before) == ")");
        let opened = closed.and_then(|closed| {
            (closed.saturating_sub(12)..closed)
                .rev()
                .find(|at| self.tokens.text(*at) == "(")
        });
        let behind = opened.unwrap_or(sign);
        let apposed = self.mentions.iter().position(|mention| {
            let near = (mention.tokens.end..=mention.tokens.end + 1).contains(&behind);
            let between = mention.tokens.end..behind;
            near && mention.form != Form::Possessive
                && between
                    .clone()
                    .all(|at| self.tokens.is(at, TokenKind::Word) && !self.is_finite(at))
        });
        match apposed {
            // "a bakery in Swindon, 12 jobs": where it stands is not what is spoken of.
            Some(number) if self.is_placed(number) => None,
            // "le patron de X, 52 ans": the age is that of the one whom X completes.
            Some(number) if self.in_value(tokens.start) && self.completes_person(number) => Some(Spoken::Nobody),
            Some(number) => Some(Spoken::Of(number)),
            None => {
                // "une barge, longue de 60 mètres": of the noun before, which nothing names.
                let before = sign.checked_sub(1)?;
                let word = self.tokens.is(before, TokenKind::Word) && !self.in_value(before);
                let noun = word && !self.is_part_of_group(before) && opening == Opening::Comma;
                let said = self.tables.grammar.is_participle(self.tokens.text(tokens.start))
                    || self.tables.durations.age_before.at(self.tokens, tokens.start).is_some()
                    || self.in_value(tokens.start) && tokens.len() <= 4;
                let began = self.noun_phrase(tokens.start.saturating_sub(8)..sign).is_some();
                (noun && said && began).then_some(Spoken::Nobody)
            }
        }
    }

    /// Whether a mention only tells where something is.
    pub(super) fn is_placed(&self, number: usize) -> bool {
        let mention = &self.mentions[number];
        let before = mention.tokens.start.checked_sub(1);
        before.is_some_and(|before| {
            !self.tables.grammar.is_auxiliary(self.tokens.text(before))
                && !self.tables.pronouns.by.contains(self.folded(before))
                && self.tables.names.place_prepositions.contains(self.folded(before))
        }) && mention.kind != EntityKind::Organization
            && mention.kind != EntityKind::Person
    }

    /// Whether a mention completes the noun of a person: "le patron de X".
    pub(super) fn completes_person(&self, number: usize) -> bool {
        let start = self.mentions[number].tokens.start;
        let Some(((), of)) = self.tables.pronouns.of.before(self.tokens, start) else {
            return false;
        };
        (of.saturating_sub(3)..of).any(|at| {
            let word = self.folded(at);
            self.tables.names.person_roles.contains(word)
                || self.tables.grammar.relational.at(self.tokens, at).is_some()
        })
    }
}
