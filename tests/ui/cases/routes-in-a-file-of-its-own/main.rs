mod web;

fn main() {
    let _ = web::app::router();
}
