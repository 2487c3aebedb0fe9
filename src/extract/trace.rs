//! What led to the claims of a sentence, for people who tune rules.

use std::ops::Range;

use super::reading::Reading;
use crate::document::Document;
use crate::entity::{Cast, Spoken};
use crate::rule::Rule;

/// One line of a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraceStep {
    /// A sentence is read.
    Sentence(String),
    /// A value was found: its text and what it says.
    Value(String, String),
    /// A name, description or pronoun was found: its text, its entity, its kind.
    Reference(String, String, String),
    /// A clause was found: its words and whom it speaks of.
    Clause(String, String),
    /// A trigger was found: the rule and its words.
    Trigger(String, String),
    /// A rule claimed a value: the rule and how.
    Claimed(String, String),
    /// A rule was tried and gave nothing: the rule and why.
    Rejected(String, String),
}

/// Collects steps, or nothing.
#[derive(Debug, Default)]
pub struct Trace {
    steps: Option<Vec<TraceStep>>,
}

impl Trace {
    /// A trace that keeps nothing.
    pub fn off() -> Self {
        Self { steps: None }
    }

    /// A trace that keeps every step.
    pub fn on() -> Self {
        Self {
            steps: Some(Vec::new()),
        }
    }

    /// The steps so far.
    pub fn steps(&self) -> &[TraceStep] {
        self.steps.as_deref().unwrap_or_default()
    }

    pub(super) fn sentence(&mut self, document: &Document, reading: &Reading<'_>, cast: &Cast) {
        let Some(steps) = &mut self.steps else { return };
        let text = document.sentence_text(reading.sentence);
        steps.push(TraceStep::Sentence(
            text.split_whitespace().collect::<Vec<_>>().join(" "),
        ));
        for mention in &reading.values {
            let words = text.get(mention.range.clone()).unwrap_or_default();
            steps.push(TraceStep::Value(
                words.to_owned(),
                format!("{} ({})", mention.value, mention.value.kind()),
            ));
        }
        for reference in &reading.references {
            let words = text
                .get(reading.byte_range(reference.tokens.clone()))
                .unwrap_or_default();
            let member = cast.get(reference.member);
            steps.push(TraceStep::Reference(
                words.to_owned(),
                member.name.clone(),
                member.kind.to_string(),
            ));
        }
        for clause in &reading.clauses {
            let words = text.get(reading.byte_range(clause.tokens.clone())).unwrap_or_default();
            let known = |mention: usize| match reading.members.get(mention).copied().flatten() {
                Some(member) => cast.get(member).name.clone(),
                None => "somebody who is not named".to_owned(),
            };
            let subject = match clause.subject {
                Spoken::Of(mention) => known(mention),
                Spoken::OwnerOf(mention) => format!("something of {}", known(mention)),
                Spoken::Topic => "what the text speaks of".to_owned(),
                Spoken::Figure => "nothing but the figure".to_owned(),
                Spoken::Nobody => "somebody who is not named".to_owned(),
            };
            steps.push(TraceStep::Clause(words.to_owned(), subject));
        }
    }

    pub(super) fn trigger(&mut self, rule: &Rule, reading: &Reading<'_>, tokens: &Range<usize>) {
        if let Some(steps) = &mut self.steps {
            let words = reading
                .tokens
                .source()
                .get(reading.byte_range(tokens.clone()))
                .unwrap_or_default();
            steps.push(TraceStep::Trigger(rule.id.clone(), words.to_owned()));
        }
    }

    pub(super) fn claimed(&mut self, rule: &Rule, how: &str) {
        if let Some(steps) = &mut self.steps {
            steps.push(TraceStep::Claimed(rule.id.clone(), how.to_owned()));
        }
    }

    pub(super) fn rejected(&mut self, rule: &Rule, why: &str) {
        if let Some(steps) = &mut self.steps {
            steps.push(TraceStep::Rejected(rule.id.clone(), why.to_owned()));
        }
    }
}
