//! Manifests: that of "Getting started", with the lines that a page adds.

use router_tests::fixture::workspace;

/// The source of the runtime on every page.
const SOURCE: &str = "git = \"https://example.com/router.git\"";

/// The lines of a manifest by section, in order.
struct Manifest<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl<'a> Manifest<'a> {
    fn read(text: &'a str) -> Self {
        let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
        let lines = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            if line.starts_with('[') {
                sections.push((line, Vec::new()));
            } else {
                let (_, lines) = sections.last_mut().expect("a line is in a section");
                lines.push(line);
            }
        }
        Self(sections)
    }

    /// Adds the lines of another manifest, which replace those with the same key.
    fn add(&mut self, other: &Self) {
        for (name, lines) in &other.0 {
            let Some((_, own)) = self.0.iter_mut().find(|(it, _)| it == name) else {
                self.0.push((name, lines.clone()));
                continue;
            };
            own.retain(|line| !lines.iter().any(|other| key(other) == key(line)));
            own.extend(lines);
        }
    }
}

fn key(line: &str) -> &str {
    line.split(" =").next().unwrap_or_default()
}

/// Writes the manifest of a package with this name.
///
/// Profiles are omitted: those of a workspace belong in its root, and all fixtures share their dependencies.
pub(crate) fn write(first: &str, added: Option<&str>, name: &str) -> String {
    let mut manifest = Manifest::read(first);
    if let Some(added) = added {
        manifest.add(&Manifest::read(added));
    }
    let sections = manifest
        .0
        .iter()
        .filter(|(it, _)| !it.starts_with("[profile"));
    let sections = sections.map(|(section, lines)| format!("{section}\n{}\n", lines.join("\n")));
    let text = sections.collect::<Vec<_>>().join("\n");
    assert!(
        text.contains(SOURCE),
        "the runtime is not from {SOURCE}:\n{text}"
    );
    let runtime = workspace().join("router-runtime");
    let runtime = format!("path = {:?}", runtime.to_str().unwrap());
    text.replace(SOURCE, &runtime).replace("my-app", name)
}

#[test]
fn lines_of_a_page_replace_those_of_the_first() {
    let first = format!(
        "# Cargo.toml\n[package]\nname = \"my-app\"\n\n[dependencies]\na = {{ {SOURCE} }}\nb = \"1\"\n[profile.dev]\ndebug = 0"
    );
    let written = write(
        &first,
        Some("# Cargo.toml\n[dependencies]\nb = \"2\"\nc = \"3\""),
        "x",
    );
    let (head, dependencies) = written.split_once("\n[dependencies]\n").unwrap();
    assert_eq!(head, "[package]\nname = \"x\"\n");
    assert!(dependencies.starts_with("a = { path = "), "{written}");
    assert!(
        dependencies.ends_with("}\nb = \"2\"\nc = \"3\"\n"),
        "{written}"
    );
}
