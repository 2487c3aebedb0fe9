//! All rules of a run: the built-in ones, the user's over them, and the config's changes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::builtin::baked_files;
use super::heading::Headings;
use super::raw::read_baked;
use super::trigger::Triggers;
use super::vocabulary::Vocabulary;
use super::{Frame, Rule, RuleFile, builtin_files, read_rules};
use crate::diagnostic::{Diagnostic, Severity};
use crate::entity::KnownNames;
use crate::language::Language;
use crate::source::SourceId;
use crate::value::{Tolerance, ValueKind};

/// What the configuration changes in a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Override {
    /// Turned on or off.
    pub enabled: Option<bool>,
    /// Another severity.
    pub severity: Option<Severity>,
    /// Another tolerance.
    pub tolerance: Option<Tolerance>,
}

/// The rules of a run, in the order of their ids.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    french: OnceLock<Triggers>,
    english: OnceLock<Triggers>,
    wordless: Vec<(Language, Vec<usize>)>,
    offices: Vec<usize>,
    open: Option<usize>,
    /// The words that patterns ask for.
    pub vocabulary: Vocabulary,
    /// Gathered when the first key or table is read.
    headings: OnceLock<Headings>,
    own_headings: Vec<(String, String)>,
    /// Names that the user configured, found before any is guessed.
    pub known: KnownNames,
}

impl RuleSet {
    /// The built-in rules, with the user's files merged over them by id.
    ///
    /// `examples` says whether the built-in rules' examples are wanted: a check needs none.
    /// `own_headings` are keys and headings of columns, each with the attribute that it states.
    pub fn load(
        user: &[RuleFile<'_>],
        examples: Examples,
        overrides: &BTreeMap<String, Override>,
        own_headings: &[(String, String)],
    ) -> (Self, Vec<Diagnostic>) {
        let mut rules: BTreeMap<String, Rule> = BTreeMap::new();
        let mut mistakes = Vec::new();
        for (id, text) in builtin_files() {
            if user.iter().any(|file| file.id == *id) {
                continue;
            }
            let baked = baked_files().iter().find(|(baked, _)| baked == id);
            let (rule, found) = match (examples, baked) {
                (Examples::Skip, Some((_, bytes))) => read_baked(id, bytes),
                _ => {
                    let file = RuleFile {
                        id,
                        source: SourceId::BUILT_IN,
                        text,
                    };
                    read_rules(file, None)
                }
            };
            mistakes.extend(found);
            rules.extend(rule.map(|rule| (rule.id.clone(), rule)));
        }
        for file in user {
            let base = builtin_files()
                .iter()
                .find(|(id, _)| *id == file.id)
                .map(|(_, text)| *text);
            let (rule, found) = read_rules(*file, base);
            mistakes.extend(found);
            rules.extend(rule.map(|rule| (rule.id.clone(), Rule { is_own: true, ..rule })));
        }
        for (id, change) in overrides {
            if let Some(rule) = rules.get_mut(id) {
                rule.enabled = change.enabled.unwrap_or(rule.enabled);
                rule.severity = change.severity.unwrap_or(rule.severity);
                rule.tolerance = change.tolerance.unwrap_or(rule.tolerance);
            }
        }
        let rules: Vec<Rule> = rules.into_values().filter(|rule| rule.enabled).collect();
        let vocabulary = Vocabulary::gather(&rules);
        let set = Self {
            vocabulary,
            french: OnceLock::new(),
            english: OnceLock::new(),
            wordless: Language::ALL
                .map(|language| (language, wordless(&rules, language)))
                .to_vec(),
            offices: places(&rules, Frame::Office),
            open: places(&rules, Frame::Open).first().copied(),
            rules,
            headings: OnceLock::new(),
            own_headings: own_headings.to_vec(),
            known: KnownNames::default(),
        };
        (set, mistakes)
    }

    /// All rules, in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules that read offices.
    pub fn offices(&self) -> impl Iterator<Item = &Rule> {
        self.offices.iter().map(|at| &self.rules[*at])
    }

    /// The rule for what no other covers, where it is enabled.
    pub fn open(&self) -> Option<&Rule> {
        self.open.map(|at| &self.rules[at])
    }

    /// The rule of that id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(at)
    }

    /// The first rule about that attribute.
    pub fn of_attribute(&self, attribute: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.attribute == attribute)
    }

    /// The keys and headings of columns that name a rule.
    pub fn headings(&self) -> &Headings {
        self.headings
            .get_or_init(|| Headings::new(&self.rules, &self.own_headings))
    }

    /// The triggers of one language.
    pub fn triggers(&self, language: Language) -> &Triggers {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
        .get_or_init(|| Triggers::new(self.rules.iter(), language))
    }

    /// The places of rules for counts that have no trigger in a language: the counted noun is theirs.
    pub fn wordless(&self, language: Language) -> &[usize] {
        super::of_language(&self.wordless, language)
    }
}

fn wordless(rules: &[Rule], language: Language) -> Vec<usize> {
    let is_wordless = |rule: &Rule| rule.value == ValueKind::Count && rule.triggers.written(language).is_empty();
    (0..rules.len()).filter(|at| is_wordless(&rules[*at])).collect()
}

fn places(rules: &[Rule], frame: Frame) -> Vec<usize> {
    (0..rules.len()).filter(|at| rules[*at].frame == frame).collect()
}

/// Whether the examples of the built-in rules are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Examples {
    /// Read and checked.
    Keep,
    /// Left out: they are half of each file.
    Skip,
}
