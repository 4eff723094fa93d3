//! The text of the pages: length, links, codes.

use crate::page::{CHAPTERS, Page, all, page};
use router_tests::fixture::workspace;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const MAX_README: usize = 200;
const MAX_CHAPTER: usize = 150;
/// The chapter with a line per code of a compile error.
const CODES: &str = "compile_errors";

fn chapters() -> impl Iterator<Item = &'static Page> {
    all().iter().filter(|page| page.file.starts_with(CHAPTERS))
}

#[test]
fn pages_are_short() {
    let mut wrong = Vec::new();
    for page in all() {
        let max = match &*page.name {
            "readme" => MAX_README,
            CODES => usize::MAX,
            _ => MAX_CHAPTER,
        };
        let lines = page.text.lines().count();
        if lines > max {
            wrong.push(format!("{}: {lines} lines, more than {max}", page.file));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The targets of inline links and of definitions, without code blocks.
fn targets(page: &'static Page) -> Vec<String> {
    let mut targets = Vec::new();
    let mut is_code = false;
    for line in page.text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let inline = line.split("](").skip(1);
            targets.extend(inline.filter_map(|it| Some(it.split_once(')')?.0.to_owned())));
            let definition = line.starts_with('[').then(|| line.split_once("]: "));
            targets.extend(definition.flatten().map(|(_, target)| target.to_owned()));
        }
    }
    targets
}

#[test]
fn links_lead_to_files() {
    let mut wrong = Vec::new();
    for page in all() {
        let folder = workspace().join(&page.file);
        let folder = folder.parent().unwrap();
        let files = targets(page).into_iter();
        let files = files.filter(|it| !it.starts_with("http") && !it.starts_with('#'));
        for target in files {
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = folder.join(file);
            if !path.exists() {
                wrong.push(format!("{}: {target}", page.file));
            } else if !anchor.is_empty() && !anchors(&path).contains(anchor) {
                wrong.push(format!("{}: {target} has no such heading", page.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The anchors of headings, as GitHub and rustdoc make them of plain words, and of `id` attributes.
fn anchors(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let headings = text.lines().filter_map(|line| {
        let heading = line.strip_prefix('#')?.trim_start_matches('#').trim();
        let letters = heading.to_lowercase().replace(' ', "-");
        let is_allowed = |letter: &char| letter.is_alphanumeric() || "-_".contains(*letter);
        Some(letters.chars().filter(is_allowed).collect())
    });
    let ids = text.split("id=\"").skip(1);
    let ids = ids.filter_map(|it| Some(it.split_once('"')?.0.to_owned()));
    headings.chain(ids).collect()
}

/// rustdoc finds a chapter by the definition in `links.txt`, GitHub by that at the end of the page.
#[test]
fn links_between_chapters_work_in_both_renderings() {
    let links = workspace().join(CHAPTERS).join("links.txt");
    let links = fs::read_to_string(links).unwrap();
    let mut wrong = Vec::new();
    for page in chapters() {
        for target in targets(page) {
            let name = target.strip_suffix(".md").unwrap_or_default();
            if name.is_empty() || target.contains('/') {
                continue;
            }
            let own = format!("[{name}]: {target}");
            if page.text.contains(&format!("]({target})")) {
                wrong.push(format!(
                    "{}: `({target})` leads nowhere in rustdoc",
                    page.file
                ));
            }
            let of_rustdoc = format!("[{name}]: crate::guide::{name}");
            if !page.text.lines().any(|line| line == own) {
                wrong.push(format!("{}: expected the line `{own}`", page.file));
            }
            if !links.lines().any(|line| line == of_rustdoc) {
                wrong.push(format!("links.txt: expected `{of_rustdoc}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_chapter_is_in_the_table_of_contents() {
    let contents = targets(page("guide"));
    let module = fs::read_to_string(workspace().join("router-runtime/src/guide.rs")).unwrap();
    for chapter in chapters().filter(|it| it.name != "guide") {
        let file = PathBuf::from(&chapter.file);
        let file = file.file_name().unwrap().to_str().unwrap();
        assert!(contents.iter().any(|it| it == file), "{file}");
        let is_module = module.lines().any(|it| it.trim() == chapter.name);
        assert!(is_module, "{} is not a module", chapter.name);
    }
}

#[test]
fn every_code_has_an_anchor_and_every_anchor_a_code() {
    let codes = workspace().join("router-macros/src/diagnostics/code.rs");
    let codes = fs::read_to_string(codes).unwrap();
    let codes = codes.lines().filter_map(|line| {
        let (_, rest) = line.strip_prefix("    ")?.split_once(" = \"R")?;
        Some(format!("r{}", rest.get(..4)?))
    });
    let codes: BTreeSet<String> = codes.collect();
    assert!(codes.len() > 80, "{codes:?}");
    let anchors = anchors(&workspace().join(&page(CODES).file));
    let is_code = |it: &&String| it.len() == 5 && it[1..].bytes().all(|it| it.is_ascii_digit());
    let anchors: BTreeSet<String> = anchors.iter().filter(is_code).cloned().collect();
    assert_eq!(codes, anchors);
}

#[test]
fn every_variable_of_the_server_is_in_the_guide() {
    let options = workspace().join("router-runtime/src/server/options.rs");
    let options = fs::read_to_string(options).unwrap();
    let of_server = variables(&options);
    assert!(of_server.len() > 5, "{of_server:?}");
    assert_eq!(variables(&page("server").text), of_server);
}

/// The names such as `SERVE_IDLE_TIMEOUT` in a text.
fn variables(text: &str) -> BTreeSet<&str> {
    let is_other = |it: char| !(it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
    let words = text.split(is_other);
    words.filter(|it| it.starts_with("SERVE_")).collect()
}

/// The tree of a quick start shows every file that follows.
#[test]
fn the_picture_shows_the_files_that_follow() {
    for name in ["readme", "getting_started"] {
        let page = page(name);
        let mut folder = "";
        for line in page.blocks()[0].text.lines().skip(1) {
            let name = line.split_whitespace().next().unwrap();
            match (name, line.strip_prefix("    ")) {
                ("app/", _) => folder = name,
                (name, inside) => {
                    let file = format!("{}{name}", inside.map_or("", |_| folder));
                    let is_shown = page.files().any(|block| block.file() == file);
                    assert!(is_shown, "{}: {file} is not shown", page.file);
                }
            }
        }
    }
}

#[test]
fn two_commands_are_the_whole_set_up() {
    let blocks = page("readme").blocks().into_iter();
    let shells = blocks.filter(|it| it.language == "sh").map(|it| it.text);
    let cargo: Vec<_> = shells.filter(|it| it.starts_with("cargo")).collect();
    assert_eq!(
        cargo,
        ["cargo run -p example-app", "cargo test --workspace"]
    );
}
