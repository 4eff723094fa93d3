//! Tests and helper modules in route files.

use crate::app;
use router_tests::fixture::output;

#[test]
fn tests_inside_route_files_run() {
    let fixture = app::new("tested-routes");
    fixture.write(
        "app/items/[slug]/route.rs",
        "use router_runtime::prelude::*;\n\n\
         pub async fn GET(Path(slug): Path<String>) -> String {\n    slug\n}\n\n\
         #[cfg(test)]\nmod tests {\n    use super::*;\n\n    \
         #[tokio::test]\n    async fn responds_with_its_slug() {\n        assert_eq!(GET(Path(\"a\".to_owned())).await, \"a\");\n    }\n\n    \
         #[test]\n    #[should_panic(expected = \"on purpose\")]\n    fn panics() {\n        panic!(\"on purpose\");\n    }\n}\n",
    );
    let mut command = fixture.cargo();
    command.arg("test");
    let output = output(command);
    assert!(output.success, "{}\n{}", output.stdout, output.stderr);
    assert!(output.stdout.contains("2 passed"), "{}", output.stdout);
    assert!(
        output
            .stdout
            .contains("app_items_slug_route::tests::responds_with_its_slug"),
        "{}",
        output.stdout
    );
}

#[test]
fn a_helper_in_the_same_folder_is_a_module_of_the_file() {
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
        fixture.run(&["/items/a", "/items/helper"]),
        ["200 hello", "200 hello"]
    );

    fixture.write(
        "app/items/[slug]/helper.rs",
        "pub fn greeting() -> String {\n    \"good day\".to_owned()\n}\n",
    );
    assert_eq!(fixture.run(&["/items/a"]), ["200 good day"], "edited");
}
