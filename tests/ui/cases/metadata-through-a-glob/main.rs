mod anything {}

router_runtime::routes!("cases/metadata-through-a-glob/app");

fn main() {
    let _ = app::router();
}
