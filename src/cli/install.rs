//! `factlint install` and `uninstall`: native Git hooks that keep those that are there, a line in each of
//! husky's hooks, or what to add to the configuration of another hook manager.

use std::fs;
use std::path::Path;

use super::check::current_directory;
use super::hook_manager::{HOOKS, HookManager, Managed, managers, speaks_of_factlint};
use super::{CliError, Exit, print};
use crate::git::Repository;

/// A line by which the hook is known as ours.
const MARK: &str = "# Installed by factlint.";

/// The hooks that are written: a clean merge runs the second and not the first.
const ALWAYS: [&str; 2] = [HOOKS[0], HOOKS[1]];

/// The hook that is written when asked for.
const ASKED: &str = HOOKS[2];

/// The line that husky's hooks get.
const HUSKY_LINE: &str = "factlint hook --stage";

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint install                     check every commit and every merge\n  factlint install --pre-push          and what is pushed\n  factlint install --manager native    past the hook manager that was found"
)]
pub(super) struct Arguments {
    /// The program that the hook runs; by default this one, by its full path
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// Also check what is pushed: commits that no hook has seen, as after a rebase
    #[arg(long)]
    pre_push: bool,
    /// Who runs the hooks
    #[arg(long, value_enum, default_value_t = Manager::Auto)]
    manager: Manager,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Manager {
    /// The hook manager that the repository is set up for, else Git alone
    Auto,
    /// Git alone
    Native,
}

pub(super) fn install(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let managed = match arguments.manager {
        Manager::Auto => managers(&repository),
        Manager::Native => Vec::new(),
    };
    // Who is at work comes before who is only configured.
    let chosen = managed.iter().find(|managed| managed.is_active()).or(managed.first());
    let hooks: Vec<&str> = ALWAYS.into_iter().chain(arguments.pre_push.then_some(ASKED)).collect();
    match chosen {
        Some(husky) if husky.manager == HookManager::Husky => install_husky(&repository, husky, &hooks),
        Some(managed) => {
            print(&advice(managed, &hooks))?;
            Ok(Exit::Clean)
        }
        None => install_native(&repository, arguments, &hooks),
    }
}

/// What to do where a manager's configuration has to be edited: that file is the user's.
fn advice(managed: &Managed, hooks: &[&str]) -> String {
    let (name, config) = (managed.manager.name(), managed.config.display());
    let mut text = match managed.names_factlint {
        true => format!("factlint: {config} already speaks of factlint: nothing was written\n"),
        false => format!(
            "factlint: {name} runs the hooks of this repository: nothing was written. Add this to {config}:\n\n{}\n",
            managed.snippet(hooks.contains(&ASKED))
        ),
    };
    let missing: Vec<&str> = hooks
        .iter()
        .copied()
        .filter(|hook| !managed.hooks.contains(hook))
        .collect();
    if !missing.is_empty() {
        text.push_str(&format!(
            "In this clone {name} does not run yet at {}. Run: {}\n",
            missing.join(", "),
            managed.activation(hooks)
        ));
    }
    text
}

fn install_husky(repository: &Repository, husky: &Managed, hooks: &[&str]) -> Result<Exit, CliError> {
    let top = repository.work_tree().unwrap_or(Path::new(""));
    let mut text = String::new();
    for name in hooks {
        let hook = top.join(&husky.config).join(name);
        let before = read(&hook)?.unwrap_or_default();
        let line = husky_line(name);
        if speaks_of_factlint(&before) {
            text.push_str(&format!("factlint: {} already runs factlint\n", hook.display()));
            continue;
        }
        let gap = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        write(&hook, &format!("{before}{gap}{line}\n"))?;
        text.push_str(&format!("factlint: added a line to {}: {line}\n", hook.display()));
    }
    if !husky.is_active() {
        text.push_str(&format!(
            "In this clone husky does not run yet. Run: {}\n",
            husky.activation(hooks)
        ));
    }
    print(&text)?;
    Ok(Exit::Clean)
}

fn husky_line(name: &str) -> String {
    match name {
        ASKED => format!("{HUSKY_LINE} {name} --remote \"$1\""),
        _ => format!("{HUSKY_LINE} {name}"),
    }
}

fn install_native(repository: &Repository, arguments: &Arguments, hooks: &[&str]) -> Result<Exit, CliError> {
    let folder = repository.hooks_dir();
    if !is_own(repository, &folder) {
        return Err(CliError::Usage(format!(
            "core.hooksPath leads to {}, which serves other repositories too: nothing was written; add `factlint hook --stage pre-commit` to the pre-commit hook there and `factlint hook --stage pre-merge-commit` to the pre-merge-commit hook, or set core.hooksPath for this repository",
            folder.display()
        )));
    }
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe()
            .map_err(|error| CliError::Io("find the path of this program".to_owned(), error))?
            .display()
            .to_string(),
    };
    fs::create_dir_all(&folder).map_err(io(&format!("create {}", folder.display())))?;
    // Nothing is changed unless all can be.
    let states: Vec<State> = hooks
        .iter()
        .map(|name| state(&folder, name))
        .collect::<Result<_, _>>()?;
    let mut text = String::new();
    for (name, state) in hooks.iter().zip(states) {
        let hook = folder.join(name);
        match state {
            State::Ours => text.push_str(&format!("factlint: {} is up to date\n", hook.display())),
            State::Absent => text.push_str(&format!("factlint: wrote {}\n", hook.display())),
            State::Other => {
                let before = folder.join(kept(name));
                fs::rename(&hook, &before).map_err(io(&format!("rename {}", hook.display())))?;
                text.push_str(&format!(
                    "factlint: wrote {}; the hook that was there is kept as {} and runs first\n",
                    hook.display(),
                    before.display()
                ));
            }
        }
        write(&hook, &script(&program, name))?;
    }
    text.push_str(
        "factlint: every commit is now checked, and every merge. Skip one with FACTLINT=0 git commit; remove the hooks with factlint uninstall.\n",
    );
    print(&text)?;
    Ok(Exit::Clean)
}

/// Whether a folder of hooks serves this repository alone.
pub(super) fn is_own(repository: &Repository, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let above = [Some(repository.common_dir()), repository.work_tree()];
    above
        .into_iter()
        .flatten()
        .any(|above| folder.starts_with(above) || real(folder).starts_with(real(above)))
}

pub(super) fn uninstall() -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = repository.hooks_dir();
    let hooks = || ALWAYS.into_iter().chain([ASKED]);
    let mut text = String::new();
    for name in hooks() {
        let hook = folder.join(name);
        if read(&hook)?.is_some_and(|text| !is_ours(&text)) && read(&folder.join(kept(name)))?.is_some() {
            return Err(CliError::Usage(format!(
                "{} is not factlint's: nothing was changed",
                hook.display()
            )));
        }
    }
    for name in hooks() {
        let hook = folder.join(name);
        let before = folder.join(kept(name));
        match read(&hook)? {
            Some(content) if is_ours(&content) => {
                if read(&before)?.is_some() {
                    fs::rename(&before, &hook).map_err(io(&format!("put back {}", before.display())))?;
                    text.push_str(&format!(
                        "factlint: removed; the {name} hook that was there before is back\n"
                    ));
                } else {
                    fs::remove_file(&hook).map_err(io(&format!("remove {}", hook.display())))?;
                    text.push_str(&format!("factlint: removed the {name} hook\n"));
                }
            }
            _ => {}
        }
    }
    for managed in managers(&repository)
        .into_iter()
        .filter(|managed| managed.names_factlint)
    {
        text.push_str(&leave(&repository, &managed)?);
    }
    print(if text.is_empty() {
        "factlint: no hook is installed\n"
    } else {
        &text
    })?;
    Ok(Exit::Clean)
}

/// Takes factlint's own lines out of husky's hooks; other configurations are the user's.
fn leave(repository: &Repository, managed: &Managed) -> Result<String, CliError> {
    if managed.manager != HookManager::Husky {
        return Ok(format!(
            "factlint: {} still speaks of factlint: take it out there\n",
            managed.config.display()
        ));
    }
    let top = repository.work_tree().unwrap_or(Path::new(""));
    let mut text = String::new();
    for name in ALWAYS.into_iter().chain([ASKED]) {
        let hook = top.join(&managed.config).join(name);
        let Some(before) = read(&hook)? else { continue };
        let line = husky_line(name);
        let kept: String = before
            .split_inclusive('\n')
            .filter(|own| own.trim_end() != line)
            .collect();
        if kept == before {
            continue;
        }
        if kept.trim().is_empty() {
            fs::remove_file(&hook).map_err(io(&format!("remove {}", hook.display())))?;
        } else {
            write(&hook, &kept)?;
        }
        text.push_str(&format!("factlint: took its line out of {}\n", hook.display()));
    }
    Ok(text)
}

/// What stands in the place of a hook.
enum State {
    Absent,
    Ours,
    Other,
}

/// What stands in the place of a hook; an error where two foreign hooks are in the way.
fn state(folder: &Path, name: &str) -> Result<State, CliError> {
    let hook = folder.join(name);
    let before = folder.join(kept(name));
    match read(&hook)? {
        None => Ok(State::Absent),
        Some(text) if is_ours(&text) => Ok(State::Ours),
        Some(text) => match HookManager::author_of(&text) {
            Some(manager) => Err(CliError::Usage(format!(
                "{} belongs to {}, which would later take factlint's hook for one of its own: nothing was written; `factlint install` says what to add to its configuration, or uninstall it first",
                hook.display(),
                manager.name()
            ))),
            None if read(&before)?.is_some() => Err(CliError::Usage(format!(
                "{} and {} both exist: nothing was changed; merge them by hand first",
                hook.display(),
                before.display()
            ))),
            None => Ok(State::Other),
        },
    }
}

/// What a hook that was there is called while ours stands in its place.
pub(super) fn kept(name: &str) -> String {
    format!("{name}.before-factlint")
}

pub(super) fn is_ours(text: &str) -> bool {
    text.lines().any(|line| line == MARK)
}

/// Runs the hook that was there, then the program by its full path, else by its name. Before a push
/// both read the same standard input.
fn script(program: &str, name: &str) -> String {
    let before = kept(name);
    let quoted = format!("'{}'", program.replace('\'', r"'\''"));
    let (input, given, remote) = match name {
        ASKED => (
            "input=\"$(cat)\"\ngive() { if [ -n \"$input\" ]; then printf '%s\\n' \"$input\"; fi; }\n",
            "give | ",
            " --remote \"$1\"",
        ),
        _ => ("", "", ""),
    };
    let run = |program: &str| match given {
        "" => format!("exec {program} hook --stage {name}"),
        _ => format!("{given}{program} hook --stage {name}{remote}\n  exit $?"),
    };
    format!(
        "#!/bin/sh\n{MARK}\n{input}before=\"$(dirname \"$0\")/{before}\"\nif [ -x \"$before\" ]; then\n  {given}\"$before\" \"$@\" || exit $?\nfi\n\
         if [ -x {quoted} ]; then\n  {}\nfi\nif command -v factlint >/dev/null 2>&1; then\n  {}\nfi\n\
         echo \"factlint: the program is gone; install it again, or run: rm '$0'\" >&2\nexit 1\n",
        run(&quoted),
        run("factlint")
    )
}

fn read(path: &Path) -> Result<Option<String>, CliError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CliError::Io(format!("read {}", path.display()), error)),
    }
}

/// Writes beside the target and renames, so that a hook is never half there.
fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let temporary = path.with_extension("factlint-new");
    fs::write(&temporary, text).map_err(io(&format!("write {}", temporary.display())))?;
    make_executable(&temporary)?;
    fs::rename(&temporary, path).map_err(io(&format!("write {}", path.display())))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .map_err(io(&format!("make {} executable", path.display())))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<(), CliError> {
    Ok(())
}

fn io(doing: &str) -> impl Fn(std::io::Error) -> CliError + use<> {
    let doing = doing.to_owned();
    move |error| CliError::Io(doing.clone(), error)
}
