//! Facts files of the work tree: which one takes a new fact, and whether it can still be read afterwards.

use std::path::{Path, PathBuf};

use super::{CliError, read_file, write_file};
use crate::check::{Files, Judge, load_judge};
use crate::config::{FactToPin, TableFiles, read_facts, select, with_fact, without_facts};
use crate::git::{Repository, Snapshot};
use crate::rule::Examples;
use crate::source::{RepoPath, SourceId, Sources};

/// The file that takes facts where nobody named one.
const USUAL: &str = "facts/pinned.toml";

/// By what the work tree judges, and where it is.
pub(super) struct WorkTree {
    pub(super) judge: Judge,
    top: PathBuf,
    /// The facts files that there are.
    files: Vec<RepoPath>,
}

impl WorkTree {
    /// Reads configuration, rules and facts of the work tree.
    pub(super) fn of(repository: &Repository) -> Result<Self, CliError> {
        let top = super::work_tree(repository)?;
        let snapshot = Snapshot::WorkTree;
        let listing = repository.entries(&snapshot)?;
        let mut sources = Sources::new();
        let judge = load_judge(
            &Files::listed(repository, &snapshot, &listing),
            Examples::Skip,
            &mut sources,
        )?;
        if let Some(mistake) = judge.mistakes.first() {
            let path = &sources.get(mistake.claim.label.location.source).path;
            return Err(CliError::Usage(format!(
                "{path}: {} ({}): mend this first",
                mistake.message, mistake.help
            )));
        }
        let globs = judge.config.fact_files.globs();
        let files = select(&globs, listing.entries.iter().map(|entry| &entry.path));
        Ok(Self {
            judge,
            top: top.to_owned(),
            files,
        })
    }

    fn absolute(&self, path: &RepoPath) -> PathBuf {
        self.top.join(path.as_str())
    }

    /// The facts file that is named, or the one that takes facts.
    fn target(&self, named: Option<&RepoPath>) -> Result<RepoPath, CliError> {
        let globs = self.judge.config.fact_files.globs();
        let is_read = |path: &RepoPath| !select(&globs, std::iter::once(path)).is_empty();
        if let Some(path) = named {
            return match is_read(path) {
                true => Ok(path.clone()),
                false => Err(CliError::Usage(format!(
                    "{path} is no facts file: `facts` in factlint.toml reads {}",
                    globs.join(", ")
                ))),
            };
        }
        let usual = RepoPath::new(USUAL);
        let plain = globs.iter().find(|glob| !glob.contains(['*', '?', '[', '!']));
        let starred = globs
            .iter()
            .map(|glob| RepoPath::new(glob.replace("**/", "").replace('*', "pinned")));
        let mut candidates = [usual]
            .into_iter()
            .chain(plain.map(RepoPath::new))
            .chain(starred)
            .filter(is_read);
        candidates.next().ok_or_else(|| {
            CliError::Usage("name a facts file with --file: `facts` in factlint.toml says which are read".to_owned())
        })
    }

    /// Takes away what gives way to a fact, writes it, gives the file that now holds it, and the value
    /// of the same fact that gave way.
    pub(super) fn pin_instead(
        &self,
        fact: &FactToPin,
        replaced: &[(RepoPath, [String; 3])],
        named: Option<&RepoPath>,
    ) -> Result<(RepoPath, Option<String>), CliError> {
        // The new fact takes the place of the old one, if nobody names another.
        let named = named.or(replaced.first().map(|(file, _)| file));
        let target = self.target(named)?;
        let mut kept = None;
        for (file, [entity, attribute, value]) in replaced {
            let path = self.absolute(file);
            let text = match kept.take() {
                Some((known, text)) if known == *file => text,
                _ => read_file(&path)?.unwrap_or_default(),
            };
            // A fact of the same limits is rewritten where it stands, with the comments around it.
            let rewritten = with_fact(&text, fact).ok().and_then(|(_, before)| before);
            if *file == target && rewritten.as_ref() == Some(value) {
                kept = Some((file.clone(), text));
                continue;
            }
            let (left, _) = without_facts(&text, entity, Some(attribute), Some(value))
                .map_err(|error| CliError::Usage(format!("{file}: {error}")))?;
            if *file == target {
                kept = Some((file.clone(), left));
            } else {
                write_file(&path, &left)?;
            }
        }
        let text = match kept {
            Some((_, text)) => text,
            None => read_file(&self.absolute(&target))?.unwrap_or_default(),
        };
        let before = self.write_fact(fact, &target, &text)?;
        Ok((target, before))
    }

    /// Writes a fact, and gives the file that now holds it, and the value that gave way.
    pub(super) fn pin(
        &self,
        fact: &FactToPin,
        named: Option<&RepoPath>,
    ) -> Result<(RepoPath, Option<String>), CliError> {
        self.pin_instead(fact, &[], named)
    }

    fn write_fact(&self, fact: &FactToPin, target: &RepoPath, text: &str) -> Result<Option<String>, CliError> {
        let path = self.absolute(target);
        let (text, before) = with_fact(text, fact).map_err(|error| CliError::Usage(format!("{target}: {error}")))?;
        let (_, mistakes) = read_facts(SourceId::BUILT_IN, &text, &self.judge.rules);
        if let Some(mistake) = mistakes.first() {
            return Err(CliError::Usage(format!(
                "{}: {}; nothing was written",
                mistake.message, mistake.help
            )));
        }
        write_file(&path, &text)?;
        Ok(before)
    }

    /// Takes facts away, and gives the files that changed with how many each lost.
    pub(super) fn unpin(&self, entity: &str, attribute: Option<&str>) -> Result<Vec<(RepoPath, usize)>, CliError> {
        let mut changed = Vec::new();
        for file in &self.files {
            let path = self.absolute(file);
            let Some(text) = read_file(&path)? else { continue };
            if !self.judge.config.fact_files.reads(&text) {
                continue;
            }
            let (left, gone) = without_facts(&text, entity, attribute, None)
                .map_err(|error| CliError::Usage(format!("{file}: {error}")))?;
            if gone > 0 {
                // A folder of facts is read for what it holds: an empty file would be nobody's.
                let is_empty =
                    left.trim().is_empty() && matches!(self.judge.config.fact_files, TableFiles::Usual { .. });
                match is_empty {
                    true => remove(&path)?,
                    false => write_file(&path, &left)?,
                }
                changed.push((file.clone(), gone));
            }
        }
        Ok(changed)
    }
}

fn remove(path: &Path) -> Result<(), CliError> {
    std::fs::remove_file(path).map_err(|error| CliError::Io(format!("remove {}", path.display()), error))
}

/// A fact in one line.
pub(super) fn told(fact: &FactToPin) -> String {
    let limits = fact.qualifiers.iter().map(|(name, value)| format!("{name} {value}"));
    let limits: Vec<String> = limits.chain(fact.as_of.clone()).collect();
    let limits = match limits.is_empty() {
        true => String::new(),
        false => format!(" ({})", limits.join(", ")),
    };
    format!("{}: {} = {}{limits}", fact.entity, fact.attribute, fact.value)
}
