using System.Globalization;
using System.Net;
using System.Text;
using Rockdove.Dns;
using Rockdove.Dns.Tests;
using Rockdove.Testing;

namespace Rockdove.RealClients.Tests;

/// <summary>dnspython, the other side of our messages, our resolver and our zones.</summary>
public sealed class DnspythonTests
{
    [Fact]
    public async Task What_we_write_is_read_and_written_again()
    {
        var random = new SeededRandom(SeededRandom.RunSeed);
        var messages = Enumerable.Range(0, 300).Select(_ => Plain(RandomMessages.Next(random))).ToList();
        var lines = string.Concat(messages.Select(message => $"{Convert.ToHexString(message.ToArray())}\n"));
        var run = await Python.RunAsync(Encoding.ASCII.GetBytes(lines), ["-c", """
            import sys, dns.message
            for line in sys.stdin:
                print(dns.message.from_wire(bytes.fromhex(line)).to_wire().hex())
            """]);
        var output = Encoding.ASCII.GetString(run.Succeeds().Output);
        var written = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(messages.Count, written.Length);
        foreach (var (message, line) in messages.Zip(written))
        {
            Assert.True(DnsMessage.TryRead(Convert.FromHexString(line), out var again, out var problem), problem);
            var difference = DnsInvariants.Difference(message, again);
            Assert.True(difference is null, $"With seed {random.Seed}: {difference}");
        }
    }

    [Fact]
    public async Task Our_zone_answers_it()
    {
        await using var server = ZoneServer.Start();
        server.Zone.Mx("example.org", 10, "mx.example.org").Alias("www.example.org", "mx.example.org")
            .Address("mx.example.org", "192.0.2.1").Text("example.org", new string('t', 3000)).Sign("example.org");
        var run = await Python.RunAsync("-c", """
            import sys, dns.flags, dns.resolver
            r = dns.resolver.Resolver(configure=False)
            r.nameservers, r.port = ['127.0.0.1'], int(sys.argv[1])
            r.use_edns(0, dns.flags.DO, 1232)
            mx = r.resolve('example.org', 'MX')
            assert [(x.preference, str(x.exchange)) for x in mx] == [(10, 'mx.example.org.')], mx.response
            assert mx.response.flags & dns.flags.AD
            www = r.resolve('www.example.org', 'A')
            assert str(www.canonical_name) == 'mx.example.org.' and [str(x) for x in www] == ['192.0.2.1']
            assert len(b''.join(r.resolve('example.org', 'TXT')[0].strings)) == 3000
            for name, error in (('no.example.org', dns.resolver.NXDOMAIN), ('mx.example.org', dns.resolver.NoAnswer)):
                try:
                    r.resolve(name, 'MX')
                    sys.exit(f'{name} has an answer')
                except error:
                    pass
            """, server.EndPoint.Port.ToString(CultureInfo.InvariantCulture));
        run.Succeeds();
    }

    [Fact]
    public async Task Our_resolver_reads_its_answers()
    {
        using var python = new AnsweringPython();
        var server = await python.StartAsync();
        using var resolver = new DnsResolver(new DnsResolverOptions { Servers = [server], MixesCase = true });
        var stop = TestContext.Current.CancellationToken;
        var mx = await resolver.QueryAsync(DnsName.Parse("example.org"), DnsType.Mx, stop);
        Assert.Equal(DnsName.Parse("mx.example.org"), Assert.Single(mx.Of<MxRecord>()).Exchange);
        Assert.True(mx.IsAuthentic);
        var text = await resolver.QueryAsync(DnsName.Parse("example.org"), DnsType.Txt, stop);
        Assert.Equal(3000, Assert.Single(text.Of<TxtRecord>()).Text.Length);
        var tlsa = await resolver.QueryAsync(DnsName.Parse("_25._tcp.mx.example.org"), DnsType.Tlsa, stop);
        Assert.Equal(32, Assert.Single(tlsa.Of<TlsaRecord>()).Data.Length);
        var failed = await resolver.QueryAsync(DnsName.Parse("broken.example.org"), DnsType.A, stop);
        Assert.Equal($"{server} says SERVFAIL (DNSSEC bogus: no signature).", failed.Explanation);
    }

    /// <summary>
    /// Without what dnspython knows better than to keep as it came: records of one name are put together there, options
    /// are taken apart, and other operations have other rules.
    /// </summary>
    private static DnsMessage Plain(DnsMessage message)
    {
        var number = 0;
        return message with
        {
            Operation = 0,
            Questions = [.. message.Questions.Take(1)],
            Answers = Apart(message.Answers),
            Authorities = Apart(message.Authorities),
            Additionals = Apart(message.Additionals),
            Extension = message.Extension is { } extension
                ? extension with { Version = 0, Options = [new DnsOption(65001, new byte[] { 1, 2, 3 })] }
                : null,
        };

        DnsRecord[] Apart(IReadOnlyList<DnsRecord> records) =>
        [
            .. records.Select(record =>
                record.Name.TryPrepend(string.Create(CultureInfo.InvariantCulture, $"r{number++}"), out var own)
                    ? record with { Name = own }
                    : record),
        ];
    }

    /// <summary>Debian's: another one that comes first does not see Debian's packages.</summary>
    private static readonly ClientProgram Python = new("/usr/bin/python3");

    /// <summary>A server of dnspython over UDP and TCP, which ends when its input does.</summary>
    private sealed class AnsweringPython : IDisposable
    {
        private System.Diagnostics.Process? _process;

        public async Task<IPEndPoint> StartAsync()
        {
            var start = new System.Diagnostics.ProcessStartInfo(Python.Name, ["-c", Server])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            _process = System.Diagnostics.Process.Start(start)!;
            var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.True(line is not null, "python3-dnspython is not installed; run eng/install-clients");
            return new IPEndPoint(IPAddress.Loopback, int.Parse(line, CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            if (_process is null)
                return;
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        private const string Server = """
            import socket, sys, threading, dns.edns, dns.flags, dns.message, dns.rcode, dns.rrset
            for _ in range(50): # A port that is free for datagrams may be taken by somebody's connection.
                udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
                udp.bind(('127.0.0.1', 0))
                try:
                    tcp.bind(udp.getsockname())
                    break
                except OSError:
                    pass
            tcp.listen()
            zone = [dns.rrset.from_text('Example.org.', 300, 'IN', 'MX', '10 mx.EXAMPLE.org.'),
                    dns.rrset.from_text('example.org.', 300, 'IN', 'TXT', ' '.join(['"' + 'x' * 250 + '"'] * 12)),
                    dns.rrset.from_text('_25._tcp.mx.example.org.', 300, 'IN', 'TLSA', '3 1 1 ' + 'ab' * 32)]
            def answer(octets):
                query = dns.message.from_wire(octets)
                reply = dns.message.make_response(query, recursion_available=True)
                reply.flags |= dns.flags.AD
                if str(query.question[0].name).lower().startswith('broken'):
                    reply.set_rcode(dns.rcode.SERVFAIL)
                    reply.use_edns(0, 0, 1232, options=[dns.edns.EDEOption(6, 'no signature')])
                reply.answer += [x for x in zone
                    if (x.name, x.rdtype) == (query.question[0].name, query.question[0].rdtype)]
                return reply, query
            def take():
                while True:
                    stream, _ = tcp.accept()
                    size = int.from_bytes(stream.recv(2), 'big')
                    octets = answer(stream.recv(size))[0].to_wire(max_size=65535)
                    stream.sendall(len(octets).to_bytes(2, 'big') + octets)
                    stream.close()
            threading.Thread(target=take, daemon=True).start()
            print(udp.getsockname()[1], flush=True)
            while True:
                octets, client = udp.recvfrom(65535)
                reply, query = answer(octets)
                octets = reply.to_wire(max_size=65535)
                if len(octets) > query.payload:
                    reply.answer.clear(); reply.flags |= dns.flags.TC
                    octets = reply.to_wire(max_size=65535)
                udp.sendto(octets, client)
            """;
    }
}
