//! `factlint install` and `uninstall`: a native Git hook that keeps the one that is there.

use std::fs;
use std::path::Path;

use super::check::current_directory;
use super::{CliError, Exit, print};
use crate::git::Repository;

/// A line by which the hook is known as ours.
const MARK: &str = "# Installed by factlint.";

/// What the hook that was there is called while ours stands in its place.
const KEPT: &str = "pre-commit.before-factlint";

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The program that the hook runs; by default this one, by its full path
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
}

pub(super) fn install(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = repository.hooks_dir();
    let hook = folder.join("pre-commit");
    let kept = folder.join(KEPT);
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe()
            .map_err(|error| CliError::Io("find the path of this program".to_owned(), error))?
            .display()
            .to_string(),
    };
    fs::create_dir_all(&folder).map_err(io(&format!("create {}", folder.display())))?;
    let existing = read(&hook)?;
    if existing.as_deref().is_some_and(is_ours) {
        write(&hook, &script(&program))?;
        print(&format!("factlint: the hook in {} is up to date\n", hook.display()))?;
        return Ok(Exit::Clean);
    }
    if existing.is_some() {
        if read(&kept)?.is_some() {
            return Err(CliError::Usage(format!(
                "{} and {} both exist: nothing was changed; merge them by hand first",
                hook.display(),
                kept.display()
            )));
        }
        fs::rename(&hook, &kept).map_err(io(&format!("rename {}", hook.display())))?;
    }
    write(&hook, &script(&program))?;
    let chained = if existing.is_some() {
        format!("\nThe hook that was there is kept as {KEPT} and runs first.")
    } else {
        String::new()
    };
    print(&format!(
        "factlint: every commit is now checked ({}).{chained}\nSkip it once with FACTLINT=0 git commit; remove it with factlint uninstall.\n",
        hook.display()
    ))?;
    Ok(Exit::Clean)
}

pub(super) fn uninstall() -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let folder = repository.hooks_dir();
    let hook = folder.join("pre-commit");
    let kept = folder.join(KEPT);
    match read(&hook)? {
        Some(text) if is_ours(&text) => {}
        Some(_) => {
            return Err(CliError::Usage(format!(
                "{} is not factlint's: nothing was changed",
                hook.display()
            )));
        }
        None => {
            print("factlint: no hook is installed\n")?;
            return Ok(Exit::Clean);
        }
    }
    if read(&kept)?.is_some() {
        fs::rename(&kept, &hook).map_err(io(&format!("put back {}", kept.display())))?;
        print("factlint: removed; the hook that was there before is back\n")?;
    } else {
        fs::remove_file(&hook).map_err(io(&format!("remove {}", hook.display())))?;
        print("factlint: removed\n")?;
    }
    Ok(Exit::Clean)
}

fn is_ours(text: &str) -> bool {
    text.lines().any(|line| line == MARK)
}

/// Runs the hook that was there, then the program by its full path, else by its name.
fn script(program: &str) -> String {
    let quoted = format!("'{}'", program.replace('\'', r"'\''"));
    format!(
        "#!/bin/sh\n{MARK}\nbefore=\"$(dirname \"$0\")/{KEPT}\"\nif [ -x \"$before\" ]; then\n  \"$before\" \"$@\" || exit $?\nfi\n\
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
