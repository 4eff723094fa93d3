export function GET() {
    return new Response("found");
}
