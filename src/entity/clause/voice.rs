//! Who acts in a clause, and whom or what the verb acts on.

use std::ops::Range;

use super::{Clause, ClauseRole, Sentence, Spoken};
use crate::entity::{Form, Mention};
use crate::language::{Tables, TokenKind, Tokens};

/// Behind a verb, its object stands at most so many tokens away.
const REACH: usize = 8;

/// The two sides of what a verb tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participants {
    /// Who acts, where that is told.
    pub agent: Option<Spoken>,
    /// Whom or what the verb acts on.
    pub patient: Option<Spoken>,
    /// Whether the patient is the subject of the clause: "X a été fondée par …".
    pub passive: bool,
}

/// The participants of the verb, or of the noun of action, that stands at `verb`.
pub fn participants(
    verb: &Range<usize>,
    clauses: &[Clause],
    tokens: &Tokens<'_>,
    mentions: &[Mention],
    values: &[Range<usize>],
    tables: &Tables,
) -> Option<Participants> {
    let clause = clauses.iter().find(|clause| clause.tokens.contains(&verb.start))?;
    let sentence = Sentence::new(tokens, mentions, values, tables);
    if sentence.is_passive(verb, clause) {
        return Some(Participants {
            agent: sentence.agent_behind(verb.end, clause.tokens.end),
            patient: Some(clause.subject),
            passive: true,
        });
    }
    Some(Participants {
        agent: sentence.acting(clause),
        patient: sentence.object_of(verb, clause),
        passive: false,
    })
}

impl Sentence<'_> {
    /// Whether the participle at `verb` says what happens to the subject of its clause.
    fn is_passive(&self, verb: &Range<usize>, clause: &Clause) -> bool {
        let grammar = &self.tables.grammar;
        let word = self.tokens.text(verb.start);
        if !grammar.is_participle(word) {
            return false;
        }
        let from = clause.verb.as_ref().map_or(clause.tokens.start, |group| group.start);
        let before = from.min(verb.start)..verb.start;
        if before.clone().any(|at| grammar.passives.contains(self.folded(at))) {
            return true;
        }
        let active = before
            .clone()
            .any(|at| grammar.is_auxiliary(self.tokens.text(at)) || self.is_finite(at));
        if active {
            return false;
        }
        let by = self.agent_behind(verb.end, clause.tokens.end).is_some();
        let reduced = clause.role == ClauseRole::Apposition
            || clause.tokens.start == verb.start
            || clause.verb.as_ref().is_none_or(|group| !group.contains(&verb.start));
        // "Z founded X": a form that is finite too has its object right behind it.
        by || !self.is_finite(verb.start) || (reduced && self.direct_object(verb.end, clause.tokens.end).is_none())
    }

    /// Who acts in an active clause: its subject, but not what a relative takes as its object.
    fn acting(&self, clause: &Clause) -> Option<Spoken> {
        matches!(clause.subject, Spoken::Of(_) | Spoken::OwnerOf(_)).then_some(clause.subject)
    }

    /// "par X", "by X", also behind a date or a place.
    fn agent_behind(&self, from: usize, end: usize) -> Option<Spoken> {
        (from..end).find_map(|at| {
            if !self.tables.pronouns.by.contains(self.folded(at)) {
                return None;
            }
            let behind = at + 1;
            let mention = self.mentions.iter().position(|mention| {
                mention.form != Form::Possessive
                    && (behind..behind + 5).contains(&mention.tokens.start)
                    && (behind..mention.tokens.start).all(|at| self.tokens.is(at, TokenKind::Word))
            })?;
            Some(Spoken::Of(mention))
        })
    }

    /// What an active verb acts on: behind it, before it as a pronoun, or what its relative stands for.
    fn object_of(&self, verb: &Range<usize>, clause: &Clause) -> Option<Spoken> {
        if let Some(direct) = self.direct_object(verb.end, clause.tokens.end) {
            return Some(direct);
        }
        let grammar = &self.tables.grammar;
        let first = self.folded(clause.tokens.start);
        let relative = clause.role == ClauseRole::Relative
            && self.tables.pronouns.relatives.contains(first)
            && !grammar.relative_possessors.contains(first);
        if relative {
            let antecedent = self.antecedent(clause.tokens.start)?;
            // "X, que Y a fondée", "X, which Y founded": the subject is another.
            return (clause.subject != Spoken::Of(antecedent)).then_some(Spoken::Of(antecedent));
        }
        // "Il l'a fondée": the one before whom the text speaks of.
        let group = clause.verb.as_ref()?;
        let clitic =
            (group.start.saturating_sub(2)..verb.start).any(|at| grammar.object_clitics.contains(self.folded(at)));
        if clitic {
            return Some(Spoken::Topic);
        }
        // "verse une amende de 3 M€ à X", "paid $40m for X": behind what is given.
        if let Some(goal) = self.goal(verb.end, clause.tokens.end) {
            return Some(goal);
        }
        // "Le musée ouvrira en mai": without any object, it happens to the subject itself.
        self.has_no_object(verb.end, clause.tokens.end)
            .then_some(clause.subject)
    }

    /// To whom or for what, behind a value and what it counts: "3 M€ dans X", "$40m for X".
    fn goal(&self, from: usize, end: usize) -> Option<Spoken> {
        let value = self
            .values
            .iter()
            .find(|value| value.start >= from && value.start < (from + REACH).min(end))?;
        let joined = (from..value.start).all(|at| self.tokens.is(at, TokenKind::Word) && !self.is_finite(at));
        let at = (value.end..value.end + 3)
            .take_while(|at| *at < end)
            .find(|at| self.tables.grammar.goals.contains(self.folded(*at)))?;
        let mut at = at + 1;
        // "pour s'offrir X", "to buy X".
        while at < end && self.mention_over(at).is_none() {
            let word = self.tokens.text(at);
            let passes = self.tables.grammar.is_infinitive(word)
                || self.tables.grammar.clitics.contains(self.folded(at))
                || self.tables.pronouns.articles.contains(self.folded(at));
            if !passes {
                return None;
            }
            at += 1;
        }
        let number = self.mention_over(at)?;
        let whole = self.mentions[number].form != Form::Possessive;
        (joined && whole && at < end).then_some(Spoken::Of(number))
    }

    /// Whether what follows a verb cannot be its object: a preposition, a value, the end.
    fn has_no_object(&self, from: usize, end: usize) -> bool {
        let at = (from..end)
            .find(|at| !self.tables.grammar.is_adverb(self.folded(*at)))
            .unwrap_or(end);
        at >= end
            || self.in_value(at) && !self.tokens.is(self.value_end(at), TokenKind::Word)
            || self.is_governed(at + 1)
            || !self.tokens.is(at, TokenKind::Word)
    }

    /// The token behind the value that holds a token.
    fn value_end(&self, at: usize) -> usize {
        let value = self.values.iter().find(|value| value.contains(&at));
        value.map_or(at, |value| value.end)
    }

    /// The first mention behind a verb that no word makes a complement of something else.
    fn direct_object(&self, from: usize, end: usize) -> Option<Spoken> {
        let mut at = from;
        while at < end && at < from + REACH {
            if let Some(number) = self.mention_over(at) {
                let mention = &self.mentions[number];
                if mention.form == Form::Possessive {
                    return Some(Spoken::OwnerOf(number));
                }
                // "X's rival": what belongs to a mention is another thing.
                if self.folded(mention.tokens.end) == "'s" {
                    return Some(Spoken::OwnerOf(number));
                }
                return Some(Spoken::Of(number));
            }
            let word = self.folded(at);
            let passes = self.tokens.is(at, TokenKind::Word)
                && !self.in_value(at)
                && (self.tables.pronouns.articles.contains(word)
                    || self.tables.grammar.is_adverb(word)
                    || self.tables.grammar.is_participle(self.tokens.text(at)) && at == from);
            if !passes {
                return None;
            }
            at += 1;
        }
        None
    }
}
