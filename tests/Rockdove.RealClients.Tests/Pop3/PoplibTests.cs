using System.Text;

namespace Rockdove.RealClients.Tests;

/// <summary>poplib of Python's standard library. Each test is the program that a user would write.</summary>
public sealed class PoplibTests(RunningPop3Catch server) : IClassFixture<RunningPop3Catch>
{
    [Theory]
    [InlineData("pop.user(user); pop.pass_(password)")]
    [InlineData("pop.apop(user, password)")]
    [InlineData("pop.stls(context); pop.user(user); pop.pass_(password)")]
    [InlineData("pop.utf8(); pop.user(user); pop.pass_(password)")]
    public async Task A_mailbox_is_listed_retrieved_and_emptied(string login)
    {
        TestMail[] mails = [TestMail.Create(), TestMail.Create()];
        await server.CatchAsync(mails);
        var run = await RunAsync($"""
            {login}
            count, octets = pop.stat()
            sizes = [int(line.split()[1]) for line in pop.list()[1]]
            ids = [line.split()[1] for line in pop.uidl()[1]]
            assert count == 2 and sum(sizes) == octets and len(set(ids)) == 2, (count, octets, sizes, ids)
            assert pop.uidl(1).split()[2] == ids[0]
            for number in (1, 2):
                lines = pop.retr(number)[1]
                message = b''.join(line + b'\r\n' for line in lines)
                assert len(message) == sizes[number - 1], (len(message), sizes)
                assert pop.top(number, 0)[1] == lines[:lines.index(b'') + 1]
                sys.stdout.buffer.write(message)
            pop.dele(1)
            pop.rset()
            pop.noop()
            pop.dele(1)
            pop.dele(2)
            pop.quit()
            """);
        Assert.Equal([.. mails[0].Octets, .. mails[1].Octets], run.Output);
        await RunAsync("""
            pop.user(user); pop.pass_(password)
            assert pop.stat() == (0, 0), pop.stat()
            pop.quit()
            """);
    }

    [Fact]
    public async Task Capabilities_change_with_the_state() => await RunAsync("""
        before = pop.capa()
        assert 'STLS' in before and 'USER' in before and 'SCRAM-SHA-256' in before['SASL'], before
        pop.user(user); pop.pass_(password)
        after = pop.capa()
        assert 'STLS' not in after and 'SASL' not in after and 'UIDL' in after, after
        pop.quit()
        """);

    [Fact]
    public async Task A_wrong_password_and_a_mailbox_in_use_are_told() => await RunAsync("""
        try:
            pop.user(user); pop.pass_('wrong')
            assert False
        except poplib.error_proto as error:
            assert b'[AUTH]' in error.args[0], error
        pop.user(user); pop.pass_(password)
        other = poplib.POP3(host, port, timeout=20)
        try:
            other.user(user); other.pass_(password)
            assert False
        except poplib.error_proto as error:
            assert b'[IN-USE]' in error.args[0], error
        pop.quit()
        other.user(user); other.pass_(password)
        other.quit()
        """);

    private async Task<ClientRun> RunAsync(string program) =>
        (await ClientProgram.Python.RunAsync(
            Encoding.UTF8.GetBytes($"""
                import poplib, ssl, sys
                host, port = '127.0.0.1', {server.Pop3}
                user, password = '{RunningCatch.User}', '{RunningCatch.Password}'
                context = ssl._create_unverified_context()
                pop = poplib.POP3(host, port, timeout=20)

                """ + program),
            ["-"])).Succeeds();
}
