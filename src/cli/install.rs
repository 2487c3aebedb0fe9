//! `factlint install` and `uninstall`: a native Git hook that keeps the one that is there.

use std::fs;
use std::path::Path;

use super::check::current_directory;
use super::{CliError, Exit, print};
use crate::git::Repository;

/// A line by which the hook is known as ours.
const MARK: &str = "# Installed by factlint.";

/// The hooks that are written: a clean merge runs the second and not the first.
const HOOKS: [&str; 2] = ["pre-commit", "pre-merge-commit"];

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The program that the hook runs; by default this one, by its full path
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
}

pub(super) fn install(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = repository.hooks_dir();
    if folder.components().any(|part| part.as_os_str() == ".husky") {
        return Err(CliError::Usage(
            "husky manages the hooks of this repository: add the line `factlint hook` to .husky/pre-commit".to_owned(),
        ));
    }
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe()
            .map_err(|error| CliError::Io("find the path of this program".to_owned(), error))?
            .display()
            .to_string(),
    };
    fs::create_dir_all(&folder).map_err(io(&format!("create {}", folder.display())))?;
    // Nothing is changed unless both can be.
    let [first, second] = HOOKS.map(|name| state(&folder, name));
    let mut text = String::new();
    for (name, state) in HOOKS.into_iter().zip([first?, second?]) {
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

pub(super) fn uninstall() -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = repository.hooks_dir();
    let mut text = String::new();
    for name in HOOKS {
        let hook = folder.join(name);
        if read(&hook)?.is_some_and(|text| !is_ours(&text)) && read(&folder.join(kept(name)))?.is_some() {
            return Err(CliError::Usage(format!(
                "{} is not factlint's: nothing was changed",
                hook.display()
            )));
        }
    }
    for name in HOOKS {
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
    print(if text.is_empty() {
        "factlint: no hook is installed\n"
    } else {
        &text
    })?;
    Ok(Exit::Clean)
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
        Some(_) if read(&before)?.is_some() => Err(CliError::Usage(format!(
            "{} and {} both exist: nothing was changed; merge them by hand first",
            hook.display(),
            before.display()
        ))),
        Some(_) => Ok(State::Other),
    }
}

/// What a hook that was there is called while ours stands in its place.
fn kept(name: &str) -> String {
    format!("{name}.before-factlint")
}

fn is_ours(text: &str) -> bool {
    text.lines().any(|line| line == MARK)
}

/// Runs the hook that was there, then the program by its full path, else by its name.
fn script(program: &str, name: &str) -> String {
    let before = kept(name);
    let quoted = format!("'{}'", program.replace('\'', r"'\''"));
    format!(
        "#!/bin/sh\n{MARK}\nbefore=\"$(dirname \"$0\")/{before}\"\nif [ -x \"$before\" ]; then\n  \"$before\" \"$@\" || exit $?\nfi\n\
         if [ -x {quoted} ]; then\n  exec {quoted} hook\nfi\nif command -v factlint >/dev/null 2>&1; then\n  exec factlint hook\nfi\n\
         echo \"factlint: the program is gone; install it again, or run: rm '$0'\" >&2\nexit 1\n"
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
