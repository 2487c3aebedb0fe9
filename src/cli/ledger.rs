//! `index` and `cache`: the ledger that is kept from run to run, and how far its reading is.

use std::cell::{Cell, OnceCell};
use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::check::current_directory;
use super::{CliError, Exit, print, tell};
use crate::check::{Keeping, Watch, index, store_in_use};
use crate::git::{Repository, Snapshot};
use crate::ledger::{Store, StoreError};

/// Reading that takes less is not worth a word.
const WORTH_TELLING: Duration = Duration::from_secs(5);

/// What a command does with the ledger.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct LedgerArguments {
    /// Read everything again, and neither use nor change the ledger that is kept from run to run
    #[arg(long)]
    no_cache: bool,
}

impl LedgerArguments {
    pub(super) fn keeping(self, repository: &Repository) -> Keeping {
        match folder(repository) {
            Some(folder) if !self.no_cache => Keeping::In(folder),
            _ => Keeping::Nothing,
        }
    }
}

/// Where the ledger is kept: beside what Git keeps, else in the user's cache, else nowhere.
fn folder(repository: &Repository) -> Option<PathBuf> {
    let beside = repository.common_dir().join("factlint");
    let is_used = std::fs::read_dir(&beside).is_ok_and(|mut entries| entries.next().is_some());
    if is_used || std::fs::create_dir_all(&beside).is_ok() && tempfile::tempfile_in(&beside).is_ok() {
        return Some(beside);
    }
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    let mut name = DefaultHasher::new();
    repository.common_dir().hash(&mut name);
    Some(caches.join("factlint").join(format!("{:016x}", name.finish())))
}

/// Tells why the ledger was not used, or could not be brought up to date.
pub(super) fn tell_problem(problem: Option<&StoreError>) {
    match problem {
        None => {}
        Some(StoreError::Damaged(path)) => tell(&format!(
            "factlint: the ledger was damaged and is built again ({})",
            path.display()
        )),
        Some(StoreError::Busy) => {
            tell("factlint: the ledger is in use by another factlint: the result is right, only slower");
        }
        Some(problem) => tell(&format!(
            "factlint: worked without a ledger that is up to date, so that articles were read again: {problem}"
        )),
    }
}

/// How far the reading is: a bar on a terminal, else one line where it takes long.
pub(super) struct Progress {
    bar: OnceCell<ProgressBar>,
    articles: Cell<usize>,
    read: Cell<usize>,
    began: Cell<Option<Instant>>,
    is_told: Cell<bool>,
    /// Whether the reading was asked for, and need not be explained.
    is_wanted: bool,
}

impl Progress {
    pub(super) fn new(is_wanted: bool) -> Self {
        Self {
            bar: OnceCell::new(),
            articles: Cell::new(0),
            read: Cell::new(0),
            began: Cell::new(None),
            is_told: Cell::new(false),
            is_wanted,
        }
    }
}

impl Watch for Progress {
    fn begins(&self, articles: usize) {
        self.articles.set(articles);
        self.read.set(0);
        self.began.set(Some(Instant::now()));
        let is_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
        if io::stderr().is_terminal() && !is_ci && articles > 0 {
            let bar = ProgressBar::new(articles as u64);
            let style = ProgressStyle::with_template("factlint: reading {pos}/{len} articles {wide_bar} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            let _ = self.bar.set(bar);
        }
    }

    fn advanced(&self, articles: usize) {
        self.read.set(self.read.get() + articles);
        if let Some(bar) = self.bar.get() {
            bar.inc(articles as u64);
        }
        let (read, all) = (self.read.get(), self.articles.get());
        let Some(began) = self.began.get().filter(|_| !self.is_told.get() && read > 0) else {
            return;
        };
        let left = began.elapsed().mul_f64((all - read.min(all)) as f64 / read as f64);
        if left >= WORTH_TELLING {
            self.is_told.set(true);
            let ahead = match self.is_wanted {
                true => "",
                false => "; `factlint index` does this ahead",
            };
            let line = format!(
                "factlint: reading {all} articles for the first time, about {} more{ahead}; what is read stays",
                told(left)
            );
            match self.bar.get() {
                Some(bar) => bar.println(line),
                None => tell(&line),
            }
        }
    }

    fn ends(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// A span of time, roughly.
fn told(span: Duration) -> String {
    match span.as_secs() {
        seconds @ 0..=90 => format!("{seconds} s"),
        seconds @ 91..=5400 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// Read the articles at HEAD ahead, so that no hook has to
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  factlint index              once after a clone, or in a nightly job")]
pub(super) struct IndexArguments {}

pub(super) fn run_index(_arguments: &IndexArguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = kept_in(&repository)?;
    if repository.head()? == Snapshot::Empty {
        tell("factlint: there is no commit yet: nothing to read");
        return Ok(Exit::NothingToRead);
    }
    let totals = index(&repository, &folder, &Progress::new(true))?.totals;
    print(&format!(
        "{} articles, which state {} facts, are kept in {}: the next check reads only what changes\n",
        totals.articles,
        totals.facts,
        folder.display()
    ))?;
    Ok(Exit::Clean)
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint cache size\n  factlint cache verify       whether the ledger is whole\n  factlint cache clean        remove it; the next run reads everything again"
)]
pub(super) struct CacheArguments {
    #[command(subcommand)]
    command: CacheCommand,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum CacheCommand {
    /// Print where the ledger is kept
    Dir,
    /// Print how large it is
    Size,
    /// Remove what was kept for other rules, settings and versions, and what no article needs any more
    Gc,
    /// Remove all of it: the next run reads everything again
    Clean,
    /// Read all of it and tell whether it is what was written
    Verify,
}

pub(super) fn run_cache(arguments: &CacheArguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = kept_in(&repository)?;
    let all = stores(&folder)?;
    if all.is_empty() && !matches!(arguments.command, CacheCommand::Dir) {
        print("nothing is kept yet\n")?;
        return Ok(Exit::Clean);
    }
    match arguments.command {
        CacheCommand::Dir => print(&format!("{}\n", folder.display()))?,
        CacheCommand::Size => {
            let mut lines: Vec<String> = all.iter().map(|(path, size)| line(path, *size)).collect();
            let total = all.iter().map(|(_, size)| size).sum();
            lines.push(format!("{:>10}  in all", in_units(total)));
            print(&format!("{}\n", lines.join("\n")))?;
        }
        CacheCommand::Gc => {
            let in_use = store_in_use(&repository, &folder)?;
            if let Some((path, size)) = all.iter().find(|(path, _)| *path == in_use) {
                let after = compact(path).map_err(|error| unusable(&error))?;
                print(&format!("{}  in use, {} before\n", line(path, after), in_units(*size)))?;
            }
            remove(all.iter().filter(|(path, _)| *path != in_use))?;
        }
        CacheCommand::Clean => remove(all.iter())?,
        CacheCommand::Verify => return verify(&all),
    }
    Ok(Exit::Clean)
}

fn verify(all: &[(PathBuf, u64)]) -> Result<Exit, CliError> {
    let mut exit = Exit::Clean;
    for (path, _) in all {
        match Store::open_at(path).and_then(|store| store.verify()) {
            Ok(records) => print(&format!(
                "{}: {records} versions of articles, nothing is damaged\n",
                path.display()
            ))?,
            Err(error) => {
                exit = Exit::Incomplete;
                let advice = match error {
                    StoreError::Damaged(_) => "`factlint cache clean` removes it, the next run builds it again",
                    StoreError::Busy => "try again in a moment",
                    StoreError::Refused(_) => "look at the folder that `factlint cache dir` shows",
                };
                tell(&format!("factlint: could not look at all of it: {error}; {advice}"));
            }
        }
    }
    Ok(exit)
}

fn kept_in(repository: &Repository) -> Result<PathBuf, CliError> {
    folder(repository).ok_or_else(|| {
        CliError::Usage(
            "nothing can be kept: .git cannot be written to, and neither XDG_CACHE_HOME nor HOME is set".to_owned(),
        )
    })
}

fn stores(folder: &Path) -> Result<Vec<(PathBuf, u64)>, CliError> {
    Store::all(folder).map_err(|error| CliError::Io(format!("read {}", folder.display()), error))
}

fn remove<'p>(stores: impl Iterator<Item = &'p (PathBuf, u64)>) -> Result<(), CliError> {
    for (path, size) in stores {
        Store::discard(path).map_err(|error| CliError::Io(format!("remove {}", path.display()), error))?;
        print(&format!("{}  removed\n", line(path, *size)))?;
    }
    Ok(())
}

fn compact(path: &Path) -> Result<u64, StoreError> {
    crate::ledger::compact(Store::open_at(path)?)?;
    Ok(std::fs::metadata(path).map_or(0, |file| file.len()))
}

fn unusable(error: &StoreError) -> CliError {
    let advice = match error {
        StoreError::Busy => "; try again in a moment",
        StoreError::Damaged(_) => "; `factlint cache clean` removes it",
        StoreError::Refused(_) => "",
    };
    CliError::Usage(format!("nothing was changed: {error}{advice}"))
}

fn line(path: &Path, size: u64) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    format!("{:>10}  {}", in_units(size), name.unwrap_or_default())
}

fn in_units(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
