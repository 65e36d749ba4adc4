package dev.equipoise.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.equipoise.app.command.Candidates;
import dev.equipoise.app.command.CommandLineFactory;
import dev.equipoise.app.command.CompletionCommand;
import dev.equipoise.app.command.DashboardCommand;
import dev.equipoise.app.command.DescribeCommand;
import dev.equipoise.app.command.ExportCommand;
import dev.equipoise.app.command.FindLrCommand;
import dev.equipoise.app.command.ListCommand;
import dev.equipoise.app.command.PartsCommand;
import dev.equipoise.app.command.ResumeCommand;
import dev.equipoise.app.command.RunCommand;
import dev.equipoise.app.command.WatchCommand;
import dev.equipoise.app.console.Subcommand;
import dev.equipoise.app.console.Terminal;
import dev.equipoise.app.doctor.DoctorCommand;
import dev.equipoise.app.rehearsal.Rehearsal;
import dev.equipoise.engine.DeviceSelection;
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
        bind(Rehearsal.class);
        bind(DeviceSelection.class);
        Multibinder<Subcommand> commands = Subcommand.commands(binder());
        commands.addBinding().to(ListCommand.class);
        commands.addBinding().to(DescribeCommand.class);
        commands.addBinding().to(PartsCommand.class);
        commands.addBinding().to(RunCommand.class);
        commands.addBinding().to(ResumeCommand.class);
        commands.addBinding().to(ExportCommand.class);
        commands.addBinding().to(FindLrCommand.class);
        commands.addBinding().to(WatchCommand.class);
        commands.addBinding().to(DashboardCommand.class);
        commands.addBinding().to(DoctorCommand.class);
        commands.addBinding().to(CompletionCommand.class);
    }
}
