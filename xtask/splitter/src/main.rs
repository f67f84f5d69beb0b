//! What the page's WebAssembly needs before and after wasm-bindgen.
//!
//! `splitter cut INPUT FOLDER` comes before it, and cuts the page into what starts and what is loaded on demand. INPUT
//! was linked with its relocations; its parts are the functions that `client/src/bin/client/parts.rs` marks. FOLDER
//! receives:
//!
//! - `main.wasm`, for wasm-bindgen, which imports `./parts.js`;
//! - `split_PART.wasm` and `chunk_NUMBER.wasm`, the rest of the code;
//! - `parts.js`, which loads them, and which expects wasm-bindgen's output at `./client.js`.
//!
//! Standard output says which files each part needs, a line a part: `search: chunk_1 split_search`.
//!
//! `splitter shorten FOLDER NAME` comes after it, and gives `NAME.js` and `NAME_bg.wasm` in FOLDER shorter names for what
//! they share.

mod shorten;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["cut", input, folder] => cut(Path::new(input), Path::new(folder)),
        ["shorten", folder, name] => shorten_names(Path::new(folder), name),
        _ => Err(anyhow!(
            "usage: splitter cut INPUT FOLDER, or splitter shorten FOLDER NAME"
        )),
    }
}

fn cut(input: &Path, folder: &Path) -> Result<()> {
    let wasm = read(input)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "./parts.js";
    options.main_module = "./client.js";
    let split = transform(options)
        .map_err(|error| anyhow!("cannot split {}: {error:#}", input.display()))?;
    let loader = folder.join("parts.js");
    write(&loader, shorten::compact(&read_text(&loader)?).as_bytes())?;
    for (part, files) in BTreeMap::from_iter(split.prefetch_map) {
        println!("{part}: {}", files.join(" "));
    }
    Ok(())
}

fn shorten_names(folder: &Path, name: &str) -> Result<()> {
    let module = folder.join(format!("{name}_bg.wasm"));
    let script = folder.join(format!("{name}.js"));
    let text = read_text(&script)?;
    let (shortened, text) = shorten::shorten(&read(&module)?, &text)
        .with_context(|| format!("cannot shorten the names in {}", module.display()))?;
    write(&module, &shortened)?;
    write(&script, text.as_bytes())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?).with_context(|| format!("{} is not UTF-8", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
