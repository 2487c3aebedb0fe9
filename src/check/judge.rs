//! By what a run judges: the configuration, rules and pinned facts of the snapshot under check.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::file_set::Files;
use crate::config::{
    BASELINE_NAMES, Config, IGNORE_NAMES, NAMES, PinnedFact, read_config, read_entities, read_facts, read_ignores,
    shared_names,
};
use crate::diagnostic::{Diagnostic, code};
use crate::entity::KnownNames;
use crate::git::{Attributes, Entry, EntryKind, GitError, Repository, Snapshot};
use crate::language::{Concepts, Language};
use crate::ledger::Manifest;
use crate::rule::{Examples, RuleFile, RuleSet, builtin_files, mistake, nearest};
use crate::source::{LineIndex, Location, RepoPath, SourceId, Sources};
use crate::suppress::{Baseline, Exception};
use crate::value;

/// The version that `minimum-version` is compared with.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A pinned fact and the file that pins it.
#[derive(Debug)]
pub struct Pinned {
    /// The fact.
    pub fact: PinnedFact,
    /// The file.
    pub path: RepoPath,
    /// Its text.
    pub source: SourceId,
}

/// What a run judges by.
#[derive(Debug)]
pub struct Judge {
    /// The settings.
    pub config: Config,
    /// The rules.
    pub rules: RuleSet,
    /// The ids of the rules that have a file in the repository.
    pub own_rules: Vec<String>,
    /// The pinned facts.
    pub facts: Vec<Pinned>,
    /// Findings that are let be, one by one.
    pub exceptions: Vec<Exception>,
    /// Findings that were there when factlint was adopted.
    pub baseline: Baseline,
    /// What Git's attributes say of files.
    pub attributes: Attributes,
    /// What is wrong in them.
    pub mistakes: Vec<Diagnostic>,
    /// A hash of all files on which depends what is read as an article, and how.
    reading: u64,
    /// On what depends how an article is read.
    pub(super) manifest: Manifest,
}

/// The same, while the tables that the first article asks for are read beside.
pub(super) fn load_judge_beside_tables(files: &Files<'_>, sources: &mut Sources) -> Result<Judge, GitError> {
    std::thread::scope(|scope| {
        for language in Language::ALL {
            scope.spawn(move || (language.tables(), Concepts::of(language)));
        }
        scope.spawn(value::prepare);
        load_judge(files, Examples::Skip, sources)
    })
}

/// Reads configuration, rules and facts from a snapshot, the rules with or without their examples.
///
/// # Errors
///
/// Where Git cannot be read; mistakes in the files are part of the judge.
pub fn load_judge(files: &Files<'_>, examples: Examples, sources: &mut Sources) -> Result<Judge, GitError> {
    let mut mistakes = Vec::new();
    let mut reading = FxHasher::default();
    let mut found: Vec<Entry> = Vec::new();
    for name in NAMES {
        found.extend(files.entry(&RepoPath::new(name))?);
    }
    let mut config = Config::default();
    let mut config_source = None;
    if let Some(entry) = found.first() {
        let (source, text) = read_text(files, entry, sources, &mut mistakes)?;
        (entry.path.as_str(), &text).hash(&mut reading);
        let (read, found_mistakes) = read_config(source, &text, VERSION);
        config = read;
        config_source = Some(source);
        mistakes.extend(found_mistakes);
        if let Some(second) = found.get(1) {
            let message = format!("there are two configurations: {} and {}", entry.path, second.path);
            mistakes.push(mistake(
                code::INVALID_CONFIG,
                source,
                0..0,
                message,
                "remove one of them".to_owned(),
            ));
        }
    }
    let mut rule_texts: Vec<(String, SourceId, String)> = Vec::new();
    for entry in files.selected(&config.rules)? {
        let (source, text) = read_text(files, &entry, sources, &mut mistakes)?;
        let id = entry.path.file_name().trim_end_matches(".toml").to_owned();
        (&id, &text).hash(&mut reading);
        rule_texts.push((id, source, text));
    }
    let mut last_file = None;
    for entry in files.selected(&config.entity_files.globs())? {
        let (source, text) = read_text(files, &entry, sources, &mut mistakes)?;
        if !config.entity_files.reads(&text) {
            continue;
        }
        (entry.path.as_str(), &text).hash(&mut reading);
        let (read, found_mistakes) = read_entities(source, &text);
        mistakes.extend(found_mistakes);
        config.entities.extend(read);
        last_file = Some(source);
    }
    // What is wrong within one file has been told.
    if let Some(source) = last_file.filter(|_| mistakes.is_empty()) {
        for (name, one, other) in shared_names(&config.entities) {
            let message = format!("\"{name}\" is a name of \"{one}\" and of \"{other}\"");
            let help = "a name can stand for one entity only: leave it to one of them".to_owned();
            mistakes.push(mistake(code::INVALID_CONFIG, source, 0..0, message, help));
        }
    }
    let user: Vec<RuleFile<'_>> = rule_texts
        .iter()
        .map(|(id, source, text)| RuleFile {
            id,
            source: *source,
            text,
        })
        .collect();
    let (mut rules, found_mistakes) = RuleSet::load(&user, examples, &config.overrides, &config.headings);
    rules.known = KnownNames::new(&config.entities);
    mistakes.extend(found_mistakes);
    if let Some(source) = config_source {
        mistakes.extend(unknown_attributes(&config, &rules, source));
        let own = rule_texts.iter().map(|(id, _, _)| id.as_str());
        mistakes.extend(unknown_rules(&config, own, source, sources));
    }
    let mut settings = FxHasher::default();
    // What stands for another object is read in its place.
    files.repository.replacements().hash(&mut settings);
    // What tables tell of rules, whom the user names, and what is read around articles.
    format!(
        "{:?}",
        (&config.headings, &config.entities, &config.sources, &config.asides)
    )
    .hash(&mut settings);
    let enabled = config
        .overrides
        .iter()
        .filter(|(_, change)| change.enabled == Some(true));
    enabled.for_each(|(id, _)| id.hash(&mut settings));
    let mut facts = Vec::new();
    for entry in files.selected(&config.fact_files.globs())? {
        let (source, text) = read_text(files, &entry, sources, &mut mistakes)?;
        if !config.fact_files.reads(&text) {
            continue;
        }
        let (read, found_mistakes) = read_facts(source, &text, &rules);
        mistakes.extend(found_mistakes);
        facts.extend(read.into_iter().map(|fact| Pinned {
            fact,
            path: entry.path.clone(),
            source,
        }));
    }
    let (exceptions, baseline) = let_be(files, sources, &mut mistakes)?;
    let disabled = config
        .overrides
        .iter()
        .filter(|(_, change)| change.enabled == Some(false));
    let manifest = Manifest {
        settings: settings.finish(),
        disabled: disabled.map(|(id, _)| id.clone()).collect(),
        rules: rule_texts
            .iter()
            .map(|(id, _, text)| (id.clone(), text.clone()))
            .collect(),
    };
    Ok(Judge {
        config,
        rules,
        own_rules: rule_texts.into_iter().map(|(id, _, _)| id).collect(),
        facts,
        exceptions,
        baseline,
        attributes: files.attributes()?,
        reading: reading.finish(),
        manifest,
        mistakes,
    })
}

impl Judge {
    /// Whether an article that stood at one path means the same at another: it was read there, established
    /// as much and belonged to the same collection.
    pub(super) fn reads_alike(&self, old: &RepoPath, new: &RepoPath) -> bool {
        let articles = &self.config.articles;
        old == new
            || articles.contains(old)
                && self.generated(std::iter::once(old)).is_empty()
                && articles.establishes(old) == articles.establishes(new)
                && articles.collection(old) == articles.collection(new)
    }

    /// The articles among some paths that Git's attributes mark as generated and that no `include` names:
    /// they are not read.
    pub(super) fn generated<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> BTreeSet<RepoPath> {
        self.generated_by(&self.attributes, paths)
    }

    /// The same by the attributes of another snapshot.
    pub(super) fn generated_by<'p>(
        &self,
        attributes: &Attributes,
        paths: impl Iterator<Item = &'p RepoPath>,
    ) -> BTreeSet<RepoPath> {
        let articles = &self.config.articles;
        let unnamed = paths.filter(|path| articles.contains(path) && !articles.names(path));
        attributes.generated(unnamed)
    }

    /// The name of the store for what is read in this way: by this engine, configuration and rules.
    pub(super) fn store_name(&self, repository: &Repository) -> String {
        let mut reading = FxHasher::default();
        // What stands for another object is read in its place.
        (self.reading, repository.replacements()).hash(&mut reading);
        format!("ledger-{}-{:016x}", env!("FACTLINT_ENGINE"), reading.finish())
    }
}

/// The findings that the repository lets be: one by one, and those of its baseline.
fn let_be(
    files: &Files<'_>,
    sources: &mut Sources,
    mistakes: &mut Vec<Diagnostic>,
) -> Result<(Vec<Exception>, Baseline), GitError> {
    let mut exceptions = Vec::new();
    for name in IGNORE_NAMES {
        let Some(entry) = files.entry(&RepoPath::new(name))? else {
            continue;
        };
        let (source, text) = read_text(files, &entry, sources, mistakes)?;
        let (read, found_mistakes) = read_ignores(source, &text);
        mistakes.extend(found_mistakes);
        exceptions.extend(read.into_iter().map(|ignore| Exception {
            fingerprint: ignore.fingerprint,
            reason: ignore.reason,
            until: ignore.until,
            location: Location {
                source: ignore.source,
                span: ignore.span,
            },
        }));
    }
    let mut baseline = Baseline::default();
    for name in BASELINE_NAMES {
        let Some(entry) = files.entry(&RepoPath::new(name))? else {
            continue;
        };
        let (source, text) = read_text(files, &entry, sources, mistakes)?;
        let (read, wrong) = Baseline::read(&text);
        baseline.extend(read);
        let lines = LineIndex::new(&text);
        for line in wrong {
            let span = lines.line_span(&text, line);
            let help = "each line begins with a fingerprint: remove this one".to_owned();
            let message = "this line is no entry of a baseline".to_owned();
            mistakes.push(mistake(
                code::INVALID_CONFIG,
                source,
                span.start..span.end,
                message,
                help,
            ));
        }
    }
    Ok((exceptions, baseline))
}

/// The settings of a snapshot alone, without looking at any other file; none where they cannot be
/// used, which [`load_judge`] then tells.
pub(super) fn read_settings(repository: &Repository, snapshot: &Snapshot) -> Result<Option<Config>, GitError> {
    let mut found = Vec::new();
    for name in NAMES {
        found.extend(repository.entry(snapshot, &RepoPath::new(name))?);
    }
    let [entry] = found.as_slice() else {
        return Ok(found.is_empty().then(Config::new));
    };
    if entry.kind != EntryKind::File {
        return Ok(None);
    }
    let Ok(text) = String::from_utf8(repository.read(snapshot, entry)?) else {
        return Ok(None);
    };
    let (config, mistakes) = read_config(SourceId::BUILT_IN, &text, VERSION);
    Ok(mistakes.is_empty().then_some(config))
}

/// Rules that the configuration changes and that there are not; those that look like a built-in one are told
/// where the configuration is read.
fn unknown_rules<'r>(
    config: &Config,
    own: impl Iterator<Item = &'r str>,
    source: SourceId,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let built_in: Vec<&str> = builtin_files().iter().map(|(id, _)| *id).collect();
    let own: Vec<&str> = own.collect();
    let text = sources.get(source).text();
    let is_unknown = |id: &&String| !own.contains(&id.as_str()) && nearest(id, &built_in).is_none();
    let unknown = config.overrides.keys().filter(is_unknown);
    unknown
        .map(|id| {
            let at = text.find(&format!("rule.{id}")).map_or(0, |at| at + "rule.".len());
            let help = match (nearest(id, &own), code::ALL.contains(&id.as_str())) {
                (_, true) => format!("no rule file defines it: `--ignore {id}` leaves it out of a run"),
                (Some(near), _) => format!("did you mean \"{near}\"?"),
                (None, _) => "`factlint rules list` shows the rules".to_owned(),
            };
            let message = format!("there is no rule \"{id}\"");
            mistake(code::INVALID_CONFIG, source, at..at + id.len(), message, help)
        })
        .collect()
}

/// Attributes that the configuration names and no rule has.
fn unknown_attributes(config: &Config, rules: &RuleSet, source: SourceId) -> Vec<Diagnostic> {
    let known: Vec<&str> = rules.rules().iter().map(|rule| rule.attribute.as_str()).collect();
    config
        .named_attributes
        .iter()
        .filter(|(attribute, _)| !known.contains(&attribute.as_str()))
        .map(|(attribute, span)| {
            let help = match nearest(attribute, &known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "`factlint rules list` shows the attributes".to_owned(),
            };
            let message = format!("no rule speaks of \"{attribute}\"");
            mistake(code::INVALID_CONFIG, source, span.clone(), message, help)
        })
        .collect()
}

fn read_text(
    files: &Files<'_>,
    entry: &Entry,
    sources: &mut Sources,
    mistakes: &mut Vec<Diagnostic>,
) -> Result<(SourceId, String), GitError> {
    if entry.kind == EntryKind::Conflicted && !files.snapshot.conflicts().is_empty() {
        let source = sources.add(entry.path.clone(), "");
        let message = format!("the two sides of the merge conflict in {}", entry.path);
        let help = "resolve the conflict first, or judge by one side: `--config-from REV`".to_owned();
        mistakes.push(mistake(code::INVALID_CONFIG, source, 0..0, message, help));
        return Ok((source, String::new()));
    }
    let bytes = files.repository.read(files.snapshot, entry)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((sources.add(entry.path.clone(), text.as_str()), text)),
        Err(_) => {
            let source = sources.add(entry.path.clone(), "");
            let message = format!("{} is not UTF-8 text", entry.path);
            mistakes.push(mistake(
                code::INVALID_CONFIG,
                source,
                0..0,
                message,
                "save it as UTF-8".to_owned(),
            ));
            Ok((source, String::new()))
        }
    }
}
