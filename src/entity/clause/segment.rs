//! Cuts a sentence where a clause begins: at signs, relatives, subordinators, coordinators, and where a
//! second verb has no sign before it.

use std::ops::Range;

use super::Sentence;
use crate::language::TokenKind;

/// What opens a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Start,
    Comma,
    Strong,
    Parenthesis,
    Behind,
    Quote,
    Relative,
    Subordinate,
    Coordinate,
    Verb,
}

/// A clause before its subject is known.
pub(super) struct Segment {
    pub(super) tokens: Range<usize>,
    pub(super) opening: Opening,
    pub(super) verb: Option<Range<usize>>,
}

impl Sentence<'_> {
    pub(super) fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let (mut start, mut opening) = (0, Opening::Start);
        let mut at = 0;
        let mut close = |from: usize, to: usize, opening: Opening| {
            if from < to {
                self.split(from..to, opening, &mut segments);
            }
        };
        while at < self.tokens.len() {
            if self.in_value(at) {
                at += 1;
                continue;
            }
            if let Some(mention) = self.mention_over(at) {
                at = self.mentions[mention].tokens.end;
                continue;
            }
            let sign = match self.tokens.text(at) {
                "," => Some(Opening::Comma),
                ";" | ":" | "—" | "–" | "!" | "?" | "|" => Some(Opening::Strong),
                "(" | "[" => Some(Opening::Parenthesis),
                ")" | "]" => Some(Opening::Behind),
                "«" | "»" | "\"" => Some(Opening::Quote),
                _ => None,
            };
            if let Some(sign) = sign {
                close(start, at, opening);
                (start, opening) = (at + 1, sign);
                at += 1;
                continue;
            }
            let word = self.folded(at);
            let relative = self.tables.pronouns.relatives.contains(word);
            let behind_noun = at > start && !self.is_part_of_group(at - 1);
            // "after four months" is no clause: there is no verb.
            let subordinator = self
                .tables
                .grammar
                .subordinators
                .at(self.tokens, at)
                .map(|(_, end)| end)
                .filter(|end| self.has_verb_behind(*end));
            if relative && (behind_noun || at == start && opening == Opening::Comma) {
                close(start, at, opening);
                (start, opening) = (at, Opening::Relative);
            } else if let Some(end) = subordinator {
                close(start, at, opening);
                (start, opening) = (end, Opening::Subordinate);
                at = end;
                continue;
            } else if self.tables.grammar.coordinators.contains(word)
                && (at == start && opening == Opening::Comma
                    || self.clause_behind(at + 1) && (start..at).any(|at| self.is_finite(at)))
            {
                close(start, at, opening);
                (start, opening) = (at + 1, Opening::Coordinate);
            }
            at += 1;
        }
        close(start, self.tokens.len(), opening);
        segments
    }

    /// Whether a finite verb follows before the next sign.
    fn has_verb_behind(&self, from: usize) -> bool {
        (from..self.tokens.len())
            .take_while(|at| {
                self.tokens.is(*at, TokenKind::Word) || self.in_value(*at) || self.mention_over(*at).is_some()
            })
            .any(|at| self.is_finite(at))
    }

    /// Whether a clause of its own begins behind a coordinator: a verb, or a subject with one.
    pub(super) fn clause_behind(&self, at: usize) -> bool {
        let mut next = at;
        if let Some(mention) = self.mention_at(at).filter(|mention| self.mentions[*mention].is_free) {
            next = self.mentions[mention].tokens.end;
            // "X fournira 30 cars et Y deux": the verb is that of the clause before.
            if self.in_value(next) {
                return true;
            }
        }
        for step in 0..4 {
            let at = next + step;
            if self.is_finite(at) {
                return true;
            }
            let folded = self.folded(at);
            if !self.tables.grammar.clitics.contains(folded) && !self.tables.grammar.is_adverb(folded) {
                return false;
            }
        }
        false
    }

    /// Cuts a stretch without inner signs where a second clause begins without any.
    pub(super) fn split(&self, range: Range<usize>, opening: Opening, segments: &mut Vec<Segment>) {
        let finite: Vec<usize> = range.clone().filter(|at| self.is_finite(*at)).collect();
        let groups: Vec<Range<usize>> = finite.iter().map(|at| *at..self.end_of_group(*at, range.end)).fold(
            Vec::new(),
            |mut groups: Vec<Range<usize>>, group| {
                match groups.last_mut() {
                    Some(last) if group.start < last.end => last.end = last.end.max(group.end),
                    _ => groups.push(group),
                }
                groups
            },
        );
        let (Some(first), Some(second)) = (groups.first(), groups.get(1)) else {
            segments.push(Segment {
                tokens: range,
                opening,
                verb: groups.first().cloned(),
            });
            return;
        };
        let grammar = &self.tables.grammar;
        // "The company founded in 2012 employs …": the first is a participle.
        let word = self.tokens.text(first.start);
        let reduced = first.len() == 1 && grammar.is_participle(word) && !grammar.is_auxiliary(word);
        let speech = first.clone().any(|at| self.is_speech(at));
        if opening != Opening::Relative && reduced && !speech {
            segments.push(Segment {
                tokens: range,
                opening,
                verb: Some(second.clone()),
            });
            return;
        }
        let cut = if opening == Opening::Relative {
            second.start
        } else if speech && first.end < second.start {
            first.end
        } else {
            segments.push(Segment {
                tokens: range,
                opening,
                verb: Some(first.clone()),
            });
            return;
        };
        let next = if cut == second.start {
            Opening::Verb
        } else {
            Opening::Subordinate
        };
        segments.push(Segment {
            tokens: range.start..cut,
            opening,
            verb: Some(first.clone()),
        });
        segments.push(Segment {
            tokens: cut..range.end,
            opening: next,
            verb: Some(second.clone()),
        });
    }
}
