package io.github.daxguard.infra;

import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.IAspect;

/**
 * The template that a stack set deploys to the accounts of an organization. It is synthesized as a separate app, because {@code
 * cdk deploy --all} must not deploy its stack.
 */
final class MemberTemplate {

    /** Below the directory of the app's own stacks. */
    static final String FILE = "member/" + DaxGuardStack.NAME + ".template.json";

    private MemberTemplate() {}

    /** Writes the template, with the context and the aspects of the app. The code has the same key in each Region. */
    @SuppressWarnings("unchecked")
    static Path write(App app, Settings settings, String codeKey) {
        Path file = Path.of(app.getOutdir()).resolve(FILE);
        App member = new App(DaxGuardApp.props()
                .context((Map<String, ?>) app.getNode().getAllContext())
                .outdir(String.valueOf(file.getParent()))
                .build());
        for (IAspect aspect : Aspects.of(app).getAll()) {
            Aspects.of(member).add(aspect);
        }
        DaxGuardStack.ofMember(member, settings, codeKey);
        member.synth();
        return file;
    }
}
