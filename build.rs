//! Names the engine by its sources, and turns its tables and rules from TOML, in which people write them,
//! into MessagePack, which is read in a fraction of the time.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut files = Vec::new();
    for place in ["src", "rules", "Cargo.toml", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={place}");
        collect(&root.join(place), &mut files)?;
    }
    files.sort();
    // What one engine reads, no other may take for its own.
    let mut hasher = DefaultHasher::new();
    for file in &files {
        let inside = file.strip_prefix(&root)?;
        inside.hash(&mut hasher);
        let bytes = fs::read(file)?;
        bytes.hash(&mut hasher);
        let is_table = inside.extension().is_some_and(|extension| extension == "toml");
        if is_table && (inside.starts_with("src") || inside.starts_with("rules")) {
            bake(inside, &bytes, &out).map_err(|error| format!("{}: {error}", inside.display()))?;
        }
    }
    println!("cargo:rustc-env=FACTLINT_ENGINE={:016x}", hasher.finish());
    Ok(())
}

/// Writes a table in the other form; a rule's examples are left out, which only its tests need.
fn bake(inside: &Path, bytes: &[u8], out: &Path) -> Result<(), Box<dyn Error>> {
    let mut table: toml::Table = std::str::from_utf8(bytes)?.parse()?;
    if inside.starts_with("rules") {
        table.remove("example");
    }
    let target = out.join(inside).with_extension("bin");
    fs::create_dir_all(target.parent().ok_or("a file stands in a folder")?)?;
    fs::write(target, rmp_serde::to_vec(&table)?)?;
    Ok(())
}

/// All files below a place; none where nothing stands there.
fn collect(place: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if place.is_dir() {
        for entry in fs::read_dir(place)? {
            collect(&entry?.path(), files)?;
        }
    } else if place.exists() {
        files.push(place.to_owned());
    }
    Ok(())
}
