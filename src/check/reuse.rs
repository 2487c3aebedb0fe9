//! What another way of reading has read and this one would read in the same way: after a rule was
//! changed, only those articles are read again that it can touch.

use super::judge::Judge;
use super::version::settings_for;
use crate::document::{Document, Parsed, parse};
use crate::language::{Language, Tokens, fold};
use crate::ledger::Manifest;
use crate::rule::{Examples, Frame, Rule, RuleFile, RuleSet, Triggers};
use crate::source::{RepoPath, SourceId};
use crate::value::ValueKind;

/// The rules in which two ways of reading differ.
#[derive(Debug)]
pub(super) struct Differing {
    /// Of both sides.
    rules: Vec<RuleSet>,
    /// Their ids.
    ids: Vec<String>,
}

impl Differing {
    /// The rules in which a way of reading differs from that of a judge; none where they differ in more.
    pub(super) fn between(other: &Manifest, judge: &Judge) -> Option<Self> {
        let own = &judge.manifest;
        if other.settings != own.settings {
            return None;
        }
        let mut ids: Vec<String> = Vec::new();
        for (one, two) in [(&other.rules, &own.rules), (&own.rules, &other.rules)] {
            ids.extend(one.iter().filter(|rule| !two.contains(rule)).map(|(id, _)| id.clone()));
        }
        for (one, two) in [(&other.disabled, &own.disabled), (&own.disabled, &other.disabled)] {
            ids.extend(one.iter().filter(|id| !two.contains(id)).cloned());
        }
        ids.sort();
        ids.dedup();
        let set = |manifest: &Manifest| {
            let files: Vec<RuleFile<'_>> = manifest
                .rules
                .iter()
                .filter(|(id, _)| ids.contains(id))
                .map(|(id, text)| RuleFile {
                    id,
                    source: SourceId::BUILT_IN,
                    text,
                })
                .collect();
            RuleSet::load(&files, Examples::Skip, &Default::default(), &[]).0
        };
        Some(Self {
            rules: vec![set(other), set(own)],
            ids,
        })
    }

    /// Whether what is read of an article may differ.
    pub(super) fn touch(&self, judge: &Judge, path: &RepoPath, text: &str) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        match parse(SourceId::BUILT_IN, path, text, &settings_for(&judge.config, path)) {
            Parsed::OtherLanguage(_) => false,
            Parsed::Article(document) => self.rules.iter().any(|rules| self.of_set(rules, &document)),
        }
    }

    fn of_set(&self, rules: &RuleSet, document: &Document) -> bool {
        let changed: Vec<&Rule> = self.ids.iter().filter_map(|id| rules.get(id)).collect();
        if changed.iter().any(|rule| may_touch_anything(rule)) {
            return true;
        }
        let folded = fold(&document.prose);
        let named = changed.iter().any(|rule| {
            let headings = rule
                .headings
                .iter()
                .flat_map(|(_, headings)| headings)
                .map(|heading| fold(heading));
            let fragments = rule
                .patterns
                .iter()
                .flat_map(|pattern| pattern.needs.words.iter().cloned());
            headings.chain(fragments).any(|words| folded.contains(&words))
        });
        named || triggers_stand_in(&changed, document)
    }
}

/// Whether a trigger of the rules stands in a document.
fn triggers_stand_in(rules: &[&Rule], document: &Document) -> bool {
    let language: Language = document.language;
    let triggers = Triggers::new(rules.iter().copied(), language);
    document.sentences.iter().any(|sentence| {
        let tokens = Tokens::new(document.sentence_text(sentence));
        let stems: Vec<std::cell::OnceCell<String>> = vec![std::cell::OnceCell::new(); tokens.len()];
        let stem = |at: usize| stems[at].get_or_init(|| language.stem(tokens.text(at))).as_str();
        !triggers.hits(&tokens, &stem).is_empty()
    })
}

/// Whether no word tells where a rule may read something.
fn may_touch_anything(rule: &Rule) -> bool {
    rule.frame != Frame::Value
        || matches!(rule.value, ValueKind::Count | ValueKind::Role)
        || rule.patterns.iter().any(|pattern| pattern.needs.words.is_empty())
}
