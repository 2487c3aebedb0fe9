//! Finds the triggers of all rules in one pass over a sentence.

use std::ops::Range;

use super::Rule;
use crate::language::{Language, StemTable, Tokens};

/// A trigger of a rule where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerHit {
    /// The rule's place in its set.
    pub rule: usize,
    /// The tokens of the trigger.
    pub tokens: Range<usize>,
    /// Whether it is a verb whose object is what the rule speaks of.
    pub acts_on: bool,
}

/// What a trigger belongs to.
#[derive(Debug)]
struct Trigger {
    rule: usize,
    acts_on: bool,
}

/// The triggers of all rules in one language.
#[derive(Debug, Default)]
pub struct Triggers(StemTable<Trigger>);

impl Triggers {
    /// Gathers the triggers of the enabled rules.
    pub fn new<'r>(rules: impl Iterator<Item = &'r Rule>, language: Language) -> Self {
        let mut triggers = Triggers::default();
        for (index, rule) in rules.enumerate() {
            for (lists, acts_on) in [(&rule.triggers, false), (&rule.acts_on, true)] {
                for stems in lists.stems(language) {
                    triggers.0.add(stems.clone(), Trigger { rule: index, acts_on });
                }
            }
        }
        triggers
    }

    /// Every trigger in the sentence; of one rule at one place, the longest.
    ///
    /// `stem` gives the stem of the token at an index.
    pub fn hits<'s>(&self, tokens: &Tokens<'_>, stem: &impl Fn(usize) -> &'s str) -> Vec<TriggerHit> {
        let mut hits: Vec<TriggerHit> = Vec::new();
        for at in 0..tokens.len() {
            for (trigger, end) in self.0.at(tokens, at, stem) {
                let known = hits
                    .iter()
                    .rev()
                    .take_while(|hit| hit.tokens.start == at)
                    .any(|hit| hit.rule == trigger.rule);
                if !known {
                    hits.push(TriggerHit {
                        rule: trigger.rule,
                        tokens: at..end,
                        acts_on: trigger.acts_on,
                    });
                }
            }
        }
        hits
    }
}
