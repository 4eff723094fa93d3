//! What belongs to a route file as to any module: its tests and its helpers.

use crate::app::{self, said};

#[test]
fn tests_inside_route_files_run() {
    let fixture = app::new("tested-routes");
    fixture.write(
        "app/items/[slug]/route.rs",
        "use router_runtime::prelude::*;\n\n\
         pub async fn GET(Path(slug): Path<String>) -> String {\n    slug\n}\n\n\
         #[cfg(test)]\nmod tests {\n    use super::*;\n\n    \
         #[tokio::test]\n    async fn answers_its_slug() {\n        assert_eq!(GET(Path(\"a\".to_owned())).await, \"a\");\n    }\n\n    \
         #[test]\n    #[should_panic(expected = \"on purpose\")]\n    fn panics() {\n        panic!(\"on purpose\");\n    }\n}\n",
    );
    let mut command = fixture.cargo();
    command.arg("test");
    let said = said(command);
    assert!(said.success, "{}\n{}", said.stdout, said.stderr);
    assert!(said.stdout.contains("2 passed"), "{}", said.stdout);
    assert!(
        said.stdout
            .contains("app_items_slug_route::tests::answers_its_slug"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_helper_beside_the_file_is_a_module_of_it() {
    let fixture = app::new("helped-routes");
    fixture
        .write(
            "app/items/[slug]/route.rs",
            "mod helper;\n\npub async fn GET() -> String {\n    helper::greeting()\n}\n",
        )
        .write(
            "app/items/[slug]/helper.rs",
            "pub fn greeting() -> String {\n    \"hello\".to_owned()\n}\n",
        );
    assert_eq!(
        fixture.answers(&["/items/a", "/items/helper"]),
        ["200 hello", "200 hello"]
    );

    fixture.write(
        "app/items/[slug]/helper.rs",
        "pub fn greeting() -> String {\n    \"good day\".to_owned()\n}\n",
    );
    assert_eq!(fixture.answers(&["/items/a"]), ["200 good day"], "edited");
}
