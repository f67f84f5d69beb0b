//! `splitter INPUT FOLDER`: cuts the page's WebAssembly into what starts and what is loaded on demand.
//!
//! It comes between the linker and wasm-bindgen. INPUT was linked with its relocations; its parts are the
//! functions that `client/src/bin/client/parts.rs` marks. FOLDER receives:
//!
//! - `main.wasm`, for wasm-bindgen, which imports `./parts.js`;
//! - `split_PART.wasm` and `chunk_NUMBER.wasm`, the rest of the code;
//! - `parts.js`, which loads them, and which expects wasm-bindgen's output at `./client.js`.
//!
//! Standard output says which files each part needs, a line a part: `search: chunk_1 split_search`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(input), Some(folder), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err(anyhow!("usage: splitter INPUT FOLDER"));
    };
    let wasm = fs::read(&input).with_context(|| format!("cannot read {}", input.display()))?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = "./parts.js";
    options.main_module = "./client.js";
    let split = transform(options)
        .map_err(|error| anyhow!("cannot split {}: {error:#}", input.display()))?;
    for (part, files) in BTreeMap::from_iter(split.prefetch_map) {
        println!("{part}: {}", files.join(" "));
    }
    Ok(())
}
