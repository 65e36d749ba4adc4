package dev.equipoise.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.app.internal.command.Candidates;
import dev.equipoise.app.internal.command.CommandLineFactory;
import dev.equipoise.app.internal.command.CompletionCommand;
import dev.equipoise.app.internal.command.DashboardCommand;
import dev.equipoise.app.internal.command.DescribeCommand;
import dev.equipoise.app.internal.command.EvaluateCommand;
import dev.equipoise.app.internal.command.ExportCommand;
import dev.equipoise.app.internal.command.FindLrCommand;
import dev.equipoise.app.internal.command.FrontierCommand;
import dev.equipoise.app.internal.command.ImputeCommand;
import dev.equipoise.app.internal.command.LatentsCommand;
import dev.equipoise.app.internal.command.ListCommand;
import dev.equipoise.app.internal.command.PartsCommand;
import dev.equipoise.app.internal.command.ResumeCommand;
import dev.equipoise.app.internal.command.RunCommand;
import dev.equipoise.app.internal.command.WatchCommand;
import dev.equipoise.app.internal.console.Subcommand;
import dev.equipoise.app.internal.console.Terminal;
import dev.equipoise.app.internal.doctor.DoctorCommand;
import dev.equipoise.app.internal.rehearsal.Rehearsal;
import dev.equipoise.engine.DeviceSelection;
import dev.equipoise.local.SavedEvaluations;
import dev.equipoise.local.SavedModels;

/** The command line, and the commands of the application itself. */
final class CommandsModule extends AbstractModule {

    private final Terminal terminal;

    CommandsModule(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    protected void configure() {
        bind(Terminal.class).toInstance(terminal);
        bind(CommandLineFactory.class);
        bind(Candidates.class);
        bind(SavedModels.class);
        bind(SavedEvaluations.class);
        bind(Rehearsal.class);
        bind(DeviceSelection.class);
        Multibinder<Subcommand> commands = Subcommand.commands(binder());
        commands.addBinding().to(ListCommand.class);
        commands.addBinding().to(DescribeCommand.class);
        commands.addBinding().to(PartsCommand.class);
        commands.addBinding().to(RunCommand.class);
        commands.addBinding().to(ResumeCommand.class);
        commands.addBinding().to(ExportCommand.class);
        commands.addBinding().to(EvaluateCommand.class);
        commands.addBinding().to(FrontierCommand.class);
        commands.addBinding().to(ImputeCommand.class);
        commands.addBinding().to(LatentsCommand.class);
        commands.addBinding().to(FindLrCommand.class);
        commands.addBinding().to(WatchCommand.class);
        commands.addBinding().to(DashboardCommand.class);
        commands.addBinding().to(DoctorCommand.class);
        commands.addBinding().to(CompletionCommand.class);
    }
}
