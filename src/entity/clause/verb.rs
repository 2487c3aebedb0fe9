//! Which words are verbs, as far as clauses need to know.

use super::Sentence;
use crate::entity::Form;
use crate::language::TokenKind;

impl Sentence<'_> {
    /// Whether a finite verb stands at the token.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        self.finite
            .get(at)
            .is_some_and(|known| *known.get_or_init(|| self.has_finite(at)))
    }

    fn has_finite(&self, at: usize) -> bool {
        let word = self.tokens.text(at);
        let grammar = &self.tables.grammar;
        if !self.tokens.is(at, TokenKind::Word)
            || (self.tokens.is_capitalised(at) && at > 0)
            || self.in_value(at)
            || self.mention_over(at).is_some()
            || !grammar.is_finite(word)
        {
            return false;
        }
        if grammar.is_auxiliary(word) {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let previous = self.folded(before);
        // "whose head office is …": behind a possessor stands a noun.
        if grammar.relative_possessors.contains(previous) {
            return false;
        }
        let behind_mention = self
            .mentions
            .iter()
            .any(|mention| mention.tokens.end == at && mention.form != Form::Possessive);
        if behind_mention {
            return true;
        }
        let clitic = grammar.clitics.contains(previous) && {
            let earlier = self.before_clitics(at);
            earlier.is_some_and(|earlier| {
                self.mentions
                    .iter()
                    .any(|mention| mention.tokens.end == earlier + 1 && mention.form != Form::Possessive)
                    || self.tables.pronouns.relatives.contains(self.folded(earlier))
            })
        };
        let article = self.tables.pronouns.articles.contains(previous)
            || self.tables.pronouns.possessives.contains(previous)
            || self.tables.pronouns.definite.contains(previous);
        if article && !clitic {
            return false;
        }
        let preposition = self.tables.pronouns.of.before(self.tokens, at).is_some()
            || self.tables.prepositions.contains(previous) && !self.tables.pronouns.relatives.contains(previous)
            || self.tables.names.place_prepositions.contains(previous) && !grammar.clitics.contains(previous);
        if preposition {
            return false;
        }
        // "plans", "marche", "works": a verb only where its subject stands right before it.
        !grammar.is_ambiguous(word)
            || clitic
            || self.tables.pronouns.relatives.contains(previous)
            || grammar.coordinators.contains(previous)
            || grammar.is_adverb(previous)
            || matches!(self.tokens.text(before), "," | ")")
    }

    /// The last token before the clitics that end at `at`.
    pub(super) fn before_clitics(&self, at: usize) -> Option<usize> {
        let mut at = at.checked_sub(1)?;
        while self.tables.grammar.clitics.contains(self.folded(at)) {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    /// The end of the group of verbs that begins with the finite one at `at`.
    pub(super) fn end_of_group(&self, at: usize, end: usize) -> usize {
        let grammar = &self.tables.grammar;
        let mut last = at + 1;
        let mut next = at + 1;
        while next < end && self.mention_over(next).is_none() && !self.in_value(next) {
            let word = self.tokens.text(next);
            let folded = self.folded(next);
            let verb = grammar.is_participle(word) || grammar.is_infinitive(word) || grammar.is_auxiliary(word);
            let small = grammar.is_adverb(folded)
                || self.tables.modality.negations.contains(folded)
                || self.tables.modality.negation_needs.contains(folded)
                || grammar.clitics.contains(folded) && !self.tables.pronouns.articles.contains(folded)
                || grammar.infinitive_markers.contains(folded);
            if verb {
                last = next + 1;
            } else if !small {
                break;
            }
            next += 1;
        }
        last
    }

    /// Whether a verb, or a participle of one, stands at the token.
    pub(super) fn is_part_of_group(&self, at: usize) -> bool {
        let grammar = &self.tables.grammar;
        let mut before = at;
        while before > 0 && grammar.is_adverb(self.folded(before - 1)) {
            before -= 1;
        }
        let behind_verb =
            before > 0 && (self.is_finite(before - 1) || grammar.is_participle(self.tokens.text(before - 1)));
        self.is_finite(at)
            || (behind_verb && grammar.is_participle(self.tokens.text(at)) && self.mention_over(at).is_none())
    }

    pub(super) fn is_speech(&self, at: usize) -> bool {
        self.tables.names.speech_verbs.at(self.tokens, at).is_some()
            || self
                .tables
                .speech_stems
                .contains(&self.tables.language.stem(self.tokens.text(at)))
    }
}
