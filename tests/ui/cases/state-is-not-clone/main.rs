use router_runtime::routes;

#[derive(Debug)]
pub struct Visits {
    name: String,
}

routes!("cases/state-is-not-clone/app", state = Visits);

fn main() {
    let name = "name".to_owned();
    let _ = app::router(Visits { name });
}
