//! Random folders: building and checking them never panics and does not depend on the order of files.

use proptest::{prelude::*, sample::select};

use super::rendered;

const FOLDERS: &[&str] = &[
    "a", "b", "[a]", "[b]", "[...a]", "[...b]", "[[...a]]", "[[...b]]", "(g)", "(h)", "_p", "%5Fp",
    "%5fp", "[]", "[...]", "[a", "a]", "[a]x", "x[a]", "[[a]]", "[[[a]]]", "[..a]", "[a, b]", "()",
    "(g)x", "@s", "(.)a", "(..)(..)", "%", "%2F", "%zz", "%FF", "é", "[é]", "[a b]", "]é[", "…",
    "[…a]", "][", ",", "[,]", "%é",
];

const FILES: &[&str] = &["route.rs", "page.rs", "not-found.rs", "helper.rs"];

const SOURCES: &[&str] = &[
    "",
    "pub async fn GET(p: Path<(A, B)>, q: Query<Q>) {}",
    "pub fn page(p: Path<P>) {} #[derive(Deserialize)] pub struct P { #[serde(rename = \"x\")] id: u32 }",
    "pub const revalidate: u32 = 60; pub const dynamic: &str = \"force-dynamic\";",
    "pub fn get() {} pub fn GETT() {} fn POST<T>() {}",
    "pub use x::{GET, self, *}; pub static runtime: &str = \"edge\";",
    "pub const cache_expire: u32 = 1; pub const REVALIDATE: u32 = 2; pub const é: u8 = 1;",
    "pub fn GET(é: Path<é>, _: &str, (a, b): (u8, Path<<A as B>::C>)) -> X<{ 3 }> {}",
];

prop_compose! {
    fn file()(
        folders in prop::collection::vec(select(FOLDERS), 0..4),
        name in select(FILES),
        source in select(SOURCES),
        cut in any::<prop::sample::Index>(),
        inserted in "[ -~é\n]{0,3}",
        is_mutated in any::<bool>(),
    ) -> (String, String) {
        let mut path = folders.join("/");
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(name);
        let mut letters: Vec<char> = source.chars().collect();
        if is_mutated {
            let at = cut.index(letters.len() + 1);
            letters.splice(at..at, inserted.chars());
        }
        (path, letters.into_iter().collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn trees(files in prop::collection::vec(file(), 0..8)) {
        let mut files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.sort_unstable();
        files.dedup_by_key(|(path, _)| *path);
        let first = rendered(&files);
        files.reverse();
        prop_assert_eq!(first, rendered(&files));
    }

    #[test]
    fn folder_names(name in "[\\[\\]().…@%_a-c,/ é]{0,8}") {
        prop_assume!(!name.is_empty() && !name.contains('/'));
        let path = format!("{name}/route.rs");
        let problems = rendered(&[(&path, "pub fn GET() {}")]);
        prop_assert!(problems.len() <= 1);
    }
}
